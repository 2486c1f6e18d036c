import type { Reopening } from './danger.ts'
import { stepping } from './stepping.ts'

export const reopen = stepping<Reopening>('reopen')
