import type { drill as zh } from '../zh/drill.ts'

export const drill: typeof zh = {
  title: 'Drills',
}
