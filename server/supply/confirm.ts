import { judging } from '../standing.ts'
import { loadSupply } from './find.ts'

export const confirm = judging({ table: 'supplies', noun: 'supply', load: loadSupply }, 'confirm')
