import { judging } from '../standing.ts'
import { loadHazard } from './find.ts'

export const confirm = judging({ table: 'hazards', noun: 'hazard', load: loadHazard }, 'confirm')
