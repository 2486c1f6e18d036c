import { setOpen } from './set-open.ts'

export const open = setOpen(true)
