import { judging } from '../standing.ts'
import { loadShelter } from './find.ts'

export const confirm = judging({ table: 'shelters', noun: 'shelter', load: loadShelter }, 'confirm')
