import { judging } from '../standing.ts'
import { loadHazard } from './find.ts'

export const reject = judging({ table: 'hazards', noun: 'hazard', load: loadHazard }, 'reject')
