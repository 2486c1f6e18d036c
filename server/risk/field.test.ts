import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LngLat } from '../region/place.ts'
import { type FieldCell, type FieldSource, RiskField, scales } from './field.ts'
import type { RiskLevel } from './risk.ts'

const base: LngLat = [117, 28]
const at = (x: number, y: number): LngLat => [base[0] + x / 1000, base[1] + y / 1000]
const cell = (ordinal: number, x: number, y: number): FieldCell => ({
  ordinal,
  ring: [at(x, y), at(x + 1, y), at(x + 1, y + 1), at(x, y + 1), at(x, y)],
})
const cells = (side: number) =>
  Array.from({ length: side * side }, (_, i) => cell(i, i % side, Math.floor(i / side)))

interface Some {
  id: number
  x: number
  y: number
  reachMeters: number
  inherent: RiskLevel
  residual?: RiskLevel
  size?: number
}
const source = ({ id, x, y, reachMeters, inherent, residual = 0, size = 0 }: Some): FieldSource => ({
  id,
  lngLat: at(x, y),
  area:
    size === 0
      ? null
      : { type: 'Polygon', coordinates: [[at(x, y), at(x + size, y), at(x, y + size), at(x, y)]] },
  reachMeters,
  levels: { inherent, residual },
})
const inCell = (id: number, inherent: RiskLevel) => source({ id, x: 0.5, y: 0.5, reachMeters: 0, inherent })

test.each<[string, RiskLevel[], RiskLevel, number[]]>([
  ['EX-A01', [1, ...Array<RiskLevel>(9).fill(4)], 1, [0, 1, 0, 0, 9]],
  ['EX-A02', [2, 2, 3, 3, 3], 2, [0, 0, 2, 3, 0]],
  ['EX-A03', [], 0, [0, 0, 0, 0, 0]],
  ['EX-A04', [3, 0], 3, [1, 0, 0, 1, 0]],
])('%s: the highest level wins and nothing is never blue', (_, levels, expected, composition) => {
  const sources = levels.map((level, i) => inCell(i + 1, level))
  const field = new RiskField(1, { cells: cells(2), sources })
  expect(field.levelAt('inherent', 0)).toBe(expected)
  expect(field.composition('inherent', 0)).toEqual(composition)
  expect(field.levelAt('inherent', 1)).toBe(0)
})

test('a change says which cells changed, and only those', () => {
  const field = new RiskField(1, { cells: cells(4), sources: [inCell(1, 3)] })
  const hash = field.hash('inherent')
  expect(field.changeSource(2, inCell(2, 4))).toEqual({ inherent: [], residual: [] })
  expect(field.hash('inherent')).toBe(hash)
  expect(field.changeSource(2, source({ id: 2, x: 1.5, y: 0.5, reachMeters: 0, inherent: 2 }))).toEqual({
    inherent: [1],
    residual: [],
  })
  expect(field.hash('inherent')).not.toBe(hash)
  expect(field.changeSource(2, null)).toEqual({ inherent: [1], residual: [] })
  expect(field.hash('inherent')).toBe(hash)
  expect(field.changeSource(2, null)).toEqual({ inherent: [], residual: [] })
})

test('the cell at a position, and none outside', () => {
  const field = new RiskField(1, { cells: cells(4), sources: [] })
  expect(field.ordinalAt(at(2.5, 1.5))).toBe(6)
  expect(field.ordinalAt(at(-1, 0))).toBeNull()
})

test('a town without cells has an empty field', () => {
  const field = new RiskField(1, { cells: [], sources: [inCell(1, 1)] })
  expect(field.size).toBe(0)
  expect(field.ordinalAt(base)).toBeNull()
  expect(field.changeSource(1, null)).toEqual({ inherent: [], residual: [] })
})

const level = fc.constantFrom<RiskLevel>(0, 1, 2, 3, 4)
const some = fc.record({
  id: fc.integer({ min: 1, max: 12 }),
  x: fc.integer({ min: -20, max: 100 }).map(x => x / 10),
  y: fc.integer({ min: -20, max: 100 }).map(y => y / 10),
  reachMeters: fc.integer({ min: 0, max: 400 }),
  size: fc.constantFrom(0, 0, 0.3, 2),
  inherent: level,
  residual: level,
})
const steps = fc.array(fc.oneof(some.map(source), fc.integer({ min: 1, max: 12 })), {
  minLength: 1,
  maxLength: 25,
})

test('after any changes the field is what a new sum gives, and the explanation of each cell agrees', () => {
  fc.assert(
    fc.property(steps, changes => {
      const field = new RiskField(1, { cells: cells(8), sources: [] })
      const kept = new Map<number, FieldSource>()
      for (const change of changes) {
        if (typeof change === 'number') kept.delete(change)
        else kept.set(change.id, change)
        const before = scales.map(scale => [...field.levels(scale)])
        const changed =
          typeof change === 'number'
            ? field.changeSource(change, null)
            : field.changeSource(change.id, change)
        for (const [i, scale] of scales.entries()) {
          const differ = [...field.levels(scale)].flatMap((now, ordinal) =>
            now === before[i]?.[ordinal] ? [] : [ordinal],
          )
          expect(changed[scale]).toEqual(differ)
        }
      }
      const anew = new RiskField(1, { cells: cells(8), sources: [...kept.values()] })
      for (const scale of scales) {
        expect(field.levels(scale)).toEqual(anew.levels(scale))
        for (let ordinal = 0; ordinal < field.size; ordinal++) {
          const why = field.why(scale, ordinal)
          expect(why[0]?.level ?? 0).toBe(field.levelAt(scale, ordinal))
          expect(why.filter(each => each.level === 0).length).toBe(field.composition(scale, ordinal)[0])
        }
      }
      field.recompute()
      expect(field.levels('inherent')).toEqual(anew.levels('inherent'))
    }),
    { numRuns: 60 },
  )
})
