import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LngLat } from '../region/place.ts'
import { fieldOf } from './build.ts'
import type { RiskField } from './field.ts'
import type { FieldCell } from './outlines.ts'
import { domains, scales } from './risk.ts'
import { noRows, type Rows } from './settings.ts'
import type { FieldSource } from './sources.ts'

const at = (x: number, y: number): LngLat => [117 + x / 1000, 28 + y / 1000]
const wide = 110
const cells: FieldCell[] = Array.from({ length: wide * wide }, (_, ordinal) => {
  const [x, y] = [ordinal % wide, Math.floor(ordinal / wide)]
  return {
    ordinal,
    people: ordinal % 90,
    ring: [at(x, y), at(x + 1, y), at(x + 1, y + 1), at(x, y + 1), at(x, y)],
  }
})

// Few severities, so that many sources are equally high in a cell; reaches from one cell to half of the town.
const severity = fc.constantFrom(-1, 0, 500, 1500, 1500, 3200)
const place = fc.integer({ min: -50, max: wide * 10 + 50 }).map(value => value / 10)
const source = fc
  .record({
    id: fc.integer({ min: 1, max: 40 }),
    x: place,
    y: place,
    reachMeters: fc.constantFrom(0, 150, 400, 900, 5000),
    domain: fc.constantFrom(...domains),
    severities: fc.record({ inherent: severity, residual: severity, live: severity }),
  })
  .map(({ x, y, ...rest }): FieldSource => ({ ...rest, lngLat: at(x, y), area: null, kind: 'works' }))
const step = fc.oneof(
  { weight: 4, arbitrary: source.map(next => ({ id: next.id, next, isJudged: false })) },
  // The same place, another judgement.
  { weight: 3, arbitrary: source.map(next => ({ id: next.id, next, isJudged: true })) },
  {
    weight: 2,
    arbitrary: fc.integer({ min: 1, max: 40 }).map(id => ({ id, next: null, isJudged: false })),
  },
)
const rows = fc.constantFrom<Rows>(
  noRows,
  noRows,
  {
    ...noRows,
    decay: [
      { kind: '*', upTo: '0.5', factor: '1' },
      { kind: '*', upTo: '1', factor: '0.4' },
    ],
  },
  { ...noRows, upgrades: [{ from: 3, count: 3, to: 1 }] },
  { ...noRows, exposure: [{ peopleFrom: 40, factor: '1.2' }] },
)

function expectSame(field: RiskField, anew: RiskField): void {
  for (const scale of scales) {
    for (const domain of [null, 'natural'] as const) {
      expect(field.hash(scale, domain)).toBe(anew.hash(scale, domain))
      expect(Buffer.compare(bytes(field, scale, domain), bytes(anew, scale, domain))).toBe(0)
    }
  }
}

const bytes = (field: RiskField, ...map: Parameters<RiskField['severities']>) =>
  new Uint8Array(field.severities(...map).buffer)

test('after hundreds of changes, ties and wide reaches among them, the maps are those summed from nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 60, maxLength: 250 }), rows, async (steps, settings) => {
      const field = fieldOf(1, { cells, sources: [], rows: settings })
      for (const scale of scales) await field.open(scale, 'natural')
      const kept = new Map<number, FieldSource>()
      for (const { id, next, isJudged } of steps) {
        const known = kept.get(id)
        const then = next && isJudged && known ? { ...known, severities: next.severities } : next
        field.changeSource(id, then)
        if (then) kept.set(id, then)
        else kept.delete(id)
      }
      const anew = fieldOf(1, { cells, sources: [...kept.values()], rows: settings })
      for (const scale of scales) await anew.open(scale, 'natural')
      expectSame(field, anew)
      for (const id of kept.keys()) field.changeSource(id, null)
      expect(field.counts('live')).toEqual([wide * wide, 0, 0, 0, 0])
    }),
    { numRuns: 12 },
  )
}, 120_000)
