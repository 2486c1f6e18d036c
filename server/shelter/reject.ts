import { judging } from '../standing.ts'
import { loadShelter } from './find.ts'

export const reject = judging({ table: 'shelters', noun: 'shelter', load: loadShelter }, 'reject')
