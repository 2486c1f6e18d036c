import { judging } from '../standing.ts'
import { loadResponder } from './find.ts'

export const reject = judging({ table: 'responders', noun: 'responder', load: loadResponder }, 'reject')
