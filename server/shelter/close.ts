import { setOpen } from './set-open.ts'

export const close = setOpen(false)
