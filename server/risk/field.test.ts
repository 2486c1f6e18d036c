import { expect, test } from 'vitest'
import type { LngLat } from '../region/place.ts'
import { fieldOf } from './build.ts'
import type { FieldCell } from './outlines.ts'
import type { RiskLevel } from './risk.ts'
import { leastSeverity } from './rules/severity.ts'
import { noRows, type Rows } from './settings.ts'
import type { FieldSource } from './sources.ts'

const base: LngLat = [117, 28]
const at = (x: number, y: number): LngLat => [base[0] + x / 1000, base[1] + y / 1000]
const cells = (side: number): FieldCell[] =>
  Array.from({ length: side * side }, (_, ordinal) => {
    const [x, y] = [ordinal % side, Math.floor(ordinal / side)]
    return {
      ordinal,
      people: ordinal * 10,
      ring: [at(x, y), at(x + 1, y), at(x + 1, y + 1), at(x, y + 1), at(x, y)],
    }
  })

function source(id: number, level: RiskLevel, more: Partial<FieldSource> & { x?: number } = {}): FieldSource {
  const severity = leastSeverity(level)
  const { x = 0.5, ...rest } = more
  return {
    id,
    lngLat: at(x, 0.5),
    area: null,
    reachMeters: 0,
    domain: 'work-safety',
    kind: 'works',
    severities: { inherent: severity, residual: severity, live: severity },
    ...rest,
  }
}
const rowsWith = (rows: Partial<Rows>): Rows => ({ ...noRows, ...rows })
const none = { inherent: [], residual: [], live: [] }
const all = (...ordinals: number[]) => ({ inherent: ordinals, residual: ordinals, live: ordinals })

test.each<[string, RiskLevel[], RiskLevel, number[]]>([
  ['EX-A01', [1, ...Array<RiskLevel>(9).fill(4)], 1, [0, 1, 0, 0, 9]],
  ['EX-A02', [2, 2, 3, 3, 3], 2, [0, 0, 2, 3, 0]],
  ['EX-A03', [], 0, [0, 0, 0, 0, 0]],
  ['EX-A04', [3, 0], 3, [1, 0, 0, 1, 0]],
])('%s: the highest level wins and nothing is never blue', (_, levels, expected, composition) => {
  const field = fieldOf(1, { cells: cells(2), sources: levels.map((level, i) => source(i + 1, level)) })
  expect(field.levelAt('inherent', 0)).toBe(expected)
  const counts = [0, 0, 0, 0, 0]
  for (const each of field.why('inherent', 0).contributions)
    counts[each.level] = (counts[each.level] ?? 0) + 1
  expect(counts).toEqual(composition)
  expect(field.levelAt('inherent', 1)).toBe(0)
  expect(field.severityAt('inherent', 1)).toBe(-1)
})

test('EX-A05: without its only red a cell is orange at once, and the counts follow', () => {
  const field = fieldOf(1, { cells: cells(2), sources: [source(1, 1), source(2, 2)] })
  expect([field.levelAt('inherent', 0), field.counts('inherent')]).toEqual([1, [3, 1, 0, 0, 0]])
  expect(field.changeSource(1, null)).toEqual(all(0))
  expect([field.levelAt('inherent', 0), field.counts('inherent')]).toEqual([2, [3, 0, 1, 0, 0]])
})

test('EX-A06: an orange area over three cells makes each orange or worse', () => {
  const ring = [at(0.2, 0.2), at(2.8, 0.2), at(2.8, 0.8), at(0.2, 0.8), at(0.2, 0.2)]
  const wide = source(1, 2, { area: { type: 'Polygon', coordinates: [ring] }, x: 1.5 })
  const field = fieldOf(1, { cells: cells(4), sources: [wide, source(2, 1, { x: 2.5 }), source(3, 4)] })
  expect([...field.levels('inherent')].slice(0, 5)).toEqual([2, 2, 1, 0, 0])
  expect(field.counts('inherent')).toEqual([13, 1, 2, 0, 0])
})

test('the live map tells what it would be if only assessed sources counted', async () => {
  const raisedTo = (id: number, level: RiskLevel, more: Partial<FieldSource> & { x?: number } = {}) =>
    source(id, level, { ...more, severities: { inherent: -1, residual: -1, live: leastSeverity(level) } })
  const sources = [source(1, 4), raisedTo(2, 3), raisedTo(3, 3, { x: 1.5, domain: 'natural' })]
  const field = fieldOf(1, { cells: cells(2), sources: [...sources, source(4, 0, { x: 1.5 })] })
  expect([...field.levels('live')]).toEqual([3, 3, 0, 0])
  expect([...(await field.assessedLevels())]).toEqual([4, 0, 0, 0])
  await field.open('live', 'natural')
  expect([...(await field.assessedLevels('natural'))]).toEqual([0, 0, 0, 0])
  field.changeSource(4, source(4, 3, { x: 1.5 }))
  expect([...field.levels('live')]).toEqual([3, 3, 0, 0])
  expect([...(await field.assessedLevels())]).toEqual([4, 3, 0, 0])

  await field.recompute(rowsWith({ upgrades: [{ from: 4, count: 2, to: 2 }] }))
  expect([...field.levels('live')]).toEqual([2, 2, 0, 0])
  expect([...(await field.assessedLevels())]).toEqual([4, 3, 0, 0])
})

test('a change says which cells changed, and only those', () => {
  const field = fieldOf(1, { cells: cells(4), sources: [source(1, 3)] })
  const hash = field.hash('inherent')
  expect(field.changeSource(2, source(2, 4))).toEqual(none)
  expect(field.hash('inherent')).toBe(hash)
  expect(field.changeSource(2, source(2, 2, { x: 1.5 }))).toEqual(all(1))
  expect(field.hash('inherent')).not.toBe(hash)
  expect(field.counts('inherent')).toEqual([14, 0, 1, 1, 0])
  expect(field.changeSource(2, null)).toEqual(all(1))
  expect(field.hash('inherent')).toBe(hash)
  expect(field.changeSource(2, null)).toEqual(none)
})

test('a source in place of one taken out leaves no trace of it', () => {
  const field = fieldOf(1, { cells: cells(4), sources: [source(1, 1), source(2, 4)] })
  field.changeSource(1, null)
  field.changeSource(9, source(9, 3, { x: 2.5 }))
  expect([...field.levels('live')].slice(0, 4)).toEqual([4, 0, 3, 0])
  expect(field.why('live', 0).contributions.map(each => each.sourceId)).toEqual([2])
})

test('the cell at a position, and none outside', () => {
  const field = fieldOf(1, { cells: cells(4), sources: [] })
  expect(field.ordinalAt(at(2.5, 1.5))).toBe(6)
  expect(field.ordinalAt(at(-1, 0))).toBeNull()
})

test('a town without cells has an empty field', () => {
  const field = fieldOf(1, { cells: [], sources: [source(1, 1)] })
  expect(field.size).toBe(0)
  expect(field.ordinalAt(base)).toBeNull()
  expect(field.changeSource(1, null)).toEqual(none)
})

test('the counts of a box are of the cells whose middle is inside', () => {
  const field = fieldOf(1, { cells: cells(4), sources: [source(1, 1)] })
  expect(field.counts('inherent', { bbox: [...at(0, 0), ...at(2, 1)] })).toEqual([1, 1, 0, 0, 0])
  expect(field.counts('inherent', { bbox: [...at(9, 9), ...at(12, 12)] })).toEqual([0, 0, 0, 0, 0])
})

test('a map of one domain holds its sources alone and follows their changes', async () => {
  const field = fieldOf(1, { cells: cells(2), sources: [source(1, 1), source(2, 3, { domain: 'natural' })] })
  await field.open('inherent', 'natural')
  expect(field.levelAt('inherent', 0, 'natural')).toBe(3)
  expect(field.why('inherent', 0, 'natural').contributions).toHaveLength(1)
  field.changeSource(2, source(2, 2, { domain: 'natural' }))
  expect(field.levelAt('inherent', 0, 'natural')).toBe(2)
  field.changeSource(2, source(2, 2))
  expect(field.levelAt('inherent', 0, 'natural')).toBe(0)
  expect(field.counts('inherent', { domain: 'natural' })).toEqual([4, 0, 0, 0, 0])
})

test('decay leaves less of a source farther off, and the last step ends at its reach', () => {
  const decay = [
    { kind: '*', upTo: '0.5', factor: '1' },
    { kind: '*', upTo: '1', factor: '0.5' },
  ]
  const far = source(1, 1, { reachMeters: 300 })
  const field = fieldOf(1, { cells: cells(5), sources: [far], rows: rowsWith({ decay }) })
  // Cells begin 49, 148 and 246 m east of the source, and the next beyond its reach.
  expect([...field.levels('inherent')].slice(0, 5)).toEqual([1, 1, 1, 3, 0])
  expect(field.why('inherent', 3).contributions[0]).toMatchObject({
    factor: 500,
    severity: 3000,
    contribution: 1500,
  })
  const other = fieldOf(1, {
    cells: cells(5),
    sources: [far],
    rows: rowsWith({ decay: decay.map(row => ({ ...row, kind: 'port' })) }),
  })
  expect(other.levelAt('inherent', 3)).toBe(1)
})

test('as many oranges as the rule asks for make a red, and one fewer does not', () => {
  const rows = rowsWith({ upgrades: [{ from: 2, count: 3, to: 1 }] })
  const field = fieldOf(1, { cells: cells(2), sources: [1, 2].map(id => source(id, 2)), rows })
  expect(field.levelAt('inherent', 0)).toBe(2)
  expect(field.changeSource(3, source(3, 2))).toEqual(all(0))
  expect(field.why('inherent', 0).upgrade).toEqual({ rule: rows.upgrades[0], counted: 3, severity: 3000 })
  expect(field.changeSource(1, source(1, 4))).toEqual(all(0))
  expect(field.levelAt('inherent', 0)).toBe(2)
})

test('the number of people that a row names is weighted, one fewer is not', () => {
  const exposure = [{ peopleFrom: 30, factor: '1.5' }]
  const wide = source(1, 3, { reachMeters: 500 })
  const field = fieldOf(1, { cells: cells(2), sources: [wide], rows: rowsWith({ exposure }) })
  expect([...field.levels('inherent')]).toEqual([3, 3, 3, 3])
  expect(field.severityAt('inherent', 2)).toBe(1000)
  expect(field.severityAt('inherent', 3)).toBe(1500)
  field.changeSource(1, source(1, 1, { reachMeters: 500 }))
  expect(field.severityAt('inherent', 3)).toBe(3999)
})
