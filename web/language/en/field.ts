import type { field as zh } from '../zh/field.ts'

export const field: typeof zh = {
  title: 'Field',
}
