import type { map as zh } from '../zh/map.ts'

export const map: typeof zh = {
  title: 'Map',
}
