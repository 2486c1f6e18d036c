import type { resource as zh } from '../zh/resource.ts'

export const resource: typeof zh = {
  title: 'Resources',
}
