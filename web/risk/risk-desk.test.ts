import { expect, test } from 'vitest'
import type { Hazard } from '../../server/hazard/hazard.ts'
import { atScale } from './risk-desk.svelte.ts'

/** Of a source its symbol needs these only. */
const hazard = { id: 1, inherentLevel: 1, residualLevel: 3 } as Hazard

test('symbols show the inherent level on the map of inherent risk, the residual one on the others', () => {
  expect(atScale([hazard], 'inherent')[0]?.residualLevel).toBe(1)
  expect(atScale([hazard], 'residual')[0]?.residualLevel).toBe(3)
  expect(atScale([hazard], 'live')[0]?.residualLevel).toBe(3)
})
