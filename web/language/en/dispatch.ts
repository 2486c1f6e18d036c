import type { dispatch as zh } from '../zh/dispatch.ts'

export const dispatch: typeof zh = {
  title: 'Dispatch',
}
