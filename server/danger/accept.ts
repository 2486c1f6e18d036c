import type { Accepting } from './danger.ts'
import { stepping } from './stepping.ts'

export const accept = stepping<Accepting>('accept')
