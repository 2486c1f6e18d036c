import { judging } from '../standing.ts'
import { loadSupply } from './find.ts'

export const reject = judging({ table: 'supplies', noun: 'supply', load: loadSupply }, 'reject')
