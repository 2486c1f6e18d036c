import { judging } from '../standing.ts'
import { loadTarget } from './find.ts'

export const reject = judging({ table: 'targets', noun: 'target', load: loadTarget }, 'reject')
