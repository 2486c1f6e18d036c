import type { Closing } from './danger.ts'
import { stepping } from './stepping.ts'

export const close = stepping<Closing>('close')
