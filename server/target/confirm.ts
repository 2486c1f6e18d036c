import { judging } from '../standing.ts'
import { loadTarget } from './find.ts'

export const confirm = judging({ table: 'targets', noun: 'target', load: loadTarget }, 'confirm')
