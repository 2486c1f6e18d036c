import type { risk as zh } from '../zh/risk.ts'

export const risk: typeof zh = {
  title: 'Risk',
}
