import type { Supervising } from './danger.ts'
import { stepping } from './stepping.ts'

export const supervise = stepping<Supervising>('supervise')
