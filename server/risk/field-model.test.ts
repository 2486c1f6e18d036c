import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LngLat, Polygon } from '../region/place.ts'
import { fieldOf } from './build.ts'
import type { FieldCell } from './outlines.ts'
import { type Domain, domains, type RiskScale, scales } from './risk.ts'
import type { Explanation } from './rules/combine.ts'
import { distanceWithin, reachOf } from './rules/reach.ts'
import { levelOfSeverity } from './rules/severity.ts'
import type { Rows } from './settings.ts'
import type { FieldSource } from './sources.ts'

// A plain model: every cell against every source, nothing kept, nothing passed over.
interface Town {
  cells: FieldCell[]
  rows: Rows
}

const flat = (ring: LngLat[]) => Float64Array.from(ring.flat())
const times = (severity: number, factor: string) =>
  Math.round((severity * Math.round(Number(factor) * 1000)) / 1000)

function modelSeverity({ rows }: Town, cell: FieldCell, sources: FieldSource[], scale: RiskScale): number {
  const contributions = sources.flatMap(source => {
    const distance = distanceWithin(reachOf(source), flat(cell.ring))
    if (distance === Infinity || source.severities[scale] < 0) return []
    const own = rows.decay.filter(row => row.kind === source.kind)
    const chosen = own.length > 0 ? own : rows.decay.filter(row => row.kind === '*')
    const step = chosen
      .toSorted((a, b) => Number(a.upTo) - Number(b.upTo))
      .find(({ upTo }) => distance <= (source.reachMeters * Math.round(Number(upTo) * 1000)) / 1000)
    return [times(source.severities[scale], step?.factor ?? '1')]
  })
  if (contributions.length === 0) return -1
  const row = rows.exposure
    .toSorted((a, b) => b.peopleFrom - a.peopleFrom)
    .find(({ peopleFrom }) => (cell.people ?? 0) >= peopleFrom)
  let severity = Math.min(3999, times(Math.max(...contributions), row?.factor ?? '1'))
  for (const { from, count, to } of rows.upgrades) {
    const many = contributions.filter(each => levelOfSeverity(each) <= from).length
    if (many >= count) severity = Math.max(severity, (4 - to) * 1000)
  }
  return severity
}

/** Adds the parts of an explanation up again, with nothing but what it says. */
function addedUp({ contributions, exposure, upgrade }: Explanation): number {
  const parts = contributions
    .filter(each => each.severity >= 0)
    .map(({ severity, factor }) => Math.round((severity * factor) / 1000))
  if (parts.length === 0) return -1
  const highest = Math.max(...parts)
  const weighted = exposure ? Math.min(3999, Math.round((highest * exposure.factor) / 1000)) : highest
  return upgrade ? Math.max(weighted, (4 - upgrade.rule.to) * 1000) : weighted
}

const lattice = (value: number) => Math.round(value * 1e7) / 1e7
const base: LngLat = [117, 28]
const at = (x: number, y: number): LngLat => [lattice(base[0] + x / 1000), lattice(base[1] + y / 1000)]
const ringOf = (...points: LngLat[]): LngLat[] => [...points, ...points.slice(0, 1)]
const side = 7

// Squares and, among them, shapes whose middle is outside and a cell that is much larger than the others.
const cells: FieldCell[] = Array.from({ length: side * side }, (_, i) => {
  const [x, y] = [i % side, Math.floor(i / side)]
  const square = ringOf(at(x, y), at(x + 1, y), at(x + 1, y + 1), at(x, y + 1))
  const hook = ringOf(
    at(x, y),
    at(x + 1, y),
    at(x + 1, y + 0.1),
    at(x + 0.1, y + 0.1),
    at(x + 0.1, y + 1),
    at(x, y + 1),
  )
  return { ordinal: i * 2, people: (i * 37) % 200, ring: i % 5 === 0 ? hook : square }
})
cells.push({ ordinal: 99, people: 5000, ring: ringOf(at(-30, 0), at(-1, 0.5), at(-1, 6), at(-28, 20)) })

const severity = fc.oneof(fc.constant(-1), fc.integer({ min: 0, max: 3999 }))
const tenth = fc.integer({ min: -20, max: 90 }).map(value => value / 10)
const areaAt = (x: number, y: number, size: number): Polygon => ({
  type: 'Polygon',
  coordinates: [ringOf(at(x + 0.4, y), at(x + size, y + 0.2), at(x, y + size))],
})
const source = fc
  .record({
    id: fc.integer({ min: 1, max: 9 }),
    x: tenth,
    y: tenth,
    size: fc.constantFrom(0, 0, 0, 0.3, 2),
    reachMeters: fc.oneof(fc.integer({ min: 0, max: 400 }), fc.constant(4000)),
    domain: fc.constantFrom(...domains),
    kind: fc.constantFrom('works', 'port', 'slope'),
    severities: fc.oneof(
      fc.record({ inherent: severity, residual: severity, live: severity }),
      // Mostly the live scale is the residual one, or a little more.
      fc
        .tuple(severity, severity, fc.constantFrom(0, 0, 700))
        .map(([inherent, residual, more]) => ({ inherent, residual, live: Math.min(3999, residual + more) })),
    ),
  })
  .map(
    ({ x, y, size, ...rest }): FieldSource => ({
      ...rest,
      lngLat: at(x, y),
      area: size === 0 ? null : areaAt(x, y, size),
    }),
  )
const share = fc.integer({ min: 1, max: 9 }).map(value => `0.${value}`)
const decayOf = (kind: string) =>
  fc.tuple(share, share).map(([upTo, factor]) => [
    { kind, upTo, factor: '1' },
    { kind, upTo: '1', factor },
  ])
const level = fc.constantFrom<2 | 3 | 4>(2, 3, 4)
const rows: fc.Arbitrary<Rows> = fc.record<Rows>({
  decay: fc.oneof(fc.constant<Rows['decay']>([]), decayOf('*'), decayOf('port')),
  exposure: fc.constantFrom<Rows['exposure']>(
    [],
    [
      { peopleFrom: 50, factor: '1.25' },
      { peopleFrom: 0, factor: '0.9' },
    ],
  ),
  upgrades: fc.oneof(
    fc.constant<Rows['upgrades']>([]),
    fc
      .array(fc.tuple(level, fc.integer({ min: 2, max: 4 })), { maxLength: 2 })
      .map(list => list.map(([from, count]) => ({ from, count, to: 1 as const }))),
  ),
})
const steps = fc.array(
  fc.oneof({ weight: 4, arbitrary: source }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 9 }) }),
  {
    minLength: 1,
    maxLength: 20,
  },
)
const maps = scales.flatMap(scale => [null, ...domains].map(domain => ({ scale, domain })))
const ofDomain = (sources: FieldSource[], domain: Domain | null) =>
  sources.filter(each => domain === null || each.domain === domain)

test('after any changes every map is what the plain model gives, and each explanation adds up to it', async () => {
  await fc.assert(
    fc.asyncProperty(steps, rows, async (changes, settings) => {
      const town = { cells, rows: settings }
      const field = fieldOf(1, { cells, sources: [], rows: settings })
      for (const { scale, domain } of maps) await field.open(scale, domain)
      const kept = new Map<number, FieldSource>()
      for (const change of changes) {
        const [id, next] = typeof change === 'number' ? [change, null] : [change.id, change]
        if (next) kept.set(id, next)
        else kept.delete(id)
        const before = scales.map(scale => [...field.levels(scale)])
        const changed = field.changeSource(id, next)
        for (const [i, scale] of scales.entries()) {
          const differ = [...field.levels(scale)].flatMap((now, o) => (now === before[i]?.[o] ? [] : [o]))
          expect(changed[scale].toSorted((a, b) => a - b)).toEqual(differ)
        }
      }
      const sources = [...kept.values()]
      const anew = fieldOf(1, { cells, sources, rows: settings })
      for (const { scale, domain } of maps) {
        await anew.open(scale, domain)
        expect(field.hash(scale, domain)).toBe(anew.hash(scale, domain))
        expect(field.counts(scale, { domain })).toEqual(anew.counts(scale, { domain }))
        for (const cell of cells) {
          const stored = field.severityAt(scale, cell.ordinal, domain)
          expect(stored).toBe(modelSeverity(town, cell, ofDomain(sources, domain), scale))
          expect(anew.severityAt(scale, cell.ordinal, domain)).toBe(stored)
          expect(field.levelAt(scale, cell.ordinal, domain)).toBe(levelOfSeverity(stored))
          const why = field.why(scale, cell.ordinal, domain)
          expect(why.severity).toBe(stored)
          expect(addedUp(why)).toBe(stored)
        }
      }
      await field.recompute()
      expect(field.levels('live')).toEqual(anew.levels('live'))
    }),
    { numRuns: 30 },
  )
})

test('a change of the rows gives what a field under those rows from the start gives', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(source, { selector: each => each.id }),
      rows,
      async (sources, settings) => {
        const field = fieldOf(1, { cells, sources })
        await field.recompute(settings)
        const anew = fieldOf(1, { cells, sources, rows: settings })
        for (const scale of scales) expect(field.severities(scale)).toEqual(anew.severities(scale))
      },
    ),
    { numRuns: 40 },
  )
})

test('over a wide town every cell has its highest source, wherever the tiles of the sum meet', async () => {
  const wide = 150
  const many: FieldCell[] = Array.from({ length: wide * wide }, (_, i) => {
    const [x, y] = [i % wide, Math.floor(i / wide)]
    return { ordinal: i, people: 0, ring: ringOf(at(x, y), at(x + 1, y), at(x + 1, y + 1), at(x, y + 1)) }
  })
  const place = fc.integer({ min: -100, max: wide * 10 + 100 }).map(value => value / 10)
  const scattered = fc.record({ x: place, y: place, reach: fc.integer({ min: 0, max: 3000 }), severity })
  await fc.assert(
    fc.asyncProperty(fc.array(scattered, { minLength: 1, maxLength: 60 }), rows, async (spots, settings) => {
      const sources = spots.map(({ x, y, reach, severity: residual }, i): FieldSource => {
        const severities = { inherent: 3999 - i, residual, live: i % 5 ? residual : Math.max(residual, 2500) }
        return {
          id: i + 1,
          lngLat: at(x, y),
          area: null,
          reachMeters: reach,
          domain: 'natural',
          kind: 'port',
          severities,
        }
      })
      const field = fieldOf(1, { cells: many, sources, rows: settings })
      const town = { cells: many, rows: settings }
      for (const scale of scales) {
        const stored = field.severities(scale)
        for (let i = 0; i < many.length; i += 7) {
          const cell = many[i]
          if (cell) expect(stored[i]).toBe(modelSeverity(town, cell, sources, scale))
        }
        const marked = fieldOf(1, { cells: many, sources: [], rows: settings })
        for (const each of sources) marked.changeSource(each.id, each)
        expect(field.hash(scale)).toBe(marked.hash(scale))
      }
    }),
    { numRuns: 4 },
  )
}, 60_000)
