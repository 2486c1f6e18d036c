import type { Rectifying } from './danger.ts'
import { stepping } from './stepping.ts'

export const rectify = stepping<Rectifying>('rectify')
