import type { plan as zh } from '../zh/plan.ts'

export const plan: typeof zh = {
  title: 'Plans',
}
