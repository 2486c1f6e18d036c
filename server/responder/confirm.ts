import { judging } from '../standing.ts'
import { loadResponder } from './find.ts'

export const confirm = judging({ table: 'responders', noun: 'responder', load: loadResponder }, 'confirm')
