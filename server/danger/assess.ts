import type { Assessing } from './danger.ts'
import { stepping } from './stepping.ts'

export const assess = stepping<Assessing>('assess')
