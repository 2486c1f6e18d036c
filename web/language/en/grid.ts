import type { grid as zh } from '../zh/grid.ts'

export const grid: typeof zh = {
  title: 'Grid',
}
