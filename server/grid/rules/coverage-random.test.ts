import fc from 'fast-check'
import { expect, test } from 'vitest'
import { board, randomEdit, randomOf } from '../../../test/bench/random-edits.ts'
import { boxOf, lngLatOf, type Spot } from '../../region/rules/lattice.ts'
import { checkPolygon } from '../../region/rules/validity.ts'
import { BoundaryEdit } from '../boundary-edit.ts'
import { joinFaces } from './build-coverage.ts'
import type { Coverage } from './coverage.ts'
import type { Restore } from './coverage-edit.ts'
import { bendOf } from './exact.ts'
import { OuterBounds } from './outer-bounds.ts'

const areaOf = (coverage: Coverage) =>
  coverage.faceIds.reduce((sum, id) => sum + coverage.doubleAreaOf(id), 0n)

function fresh(columns: number, rows: number): Coverage {
  const { coverage, report } = joinFaces(board({ columns, rows }))
  expect(report).toEqual({ inserted: [], excluded: [] })
  coverage.setParents(coverage.faceIds.map(id => [id, 1000 + ((id - 1) % columns > columns / 2 ? 1 : 0)]))
  return coverage
}

/** Does edits and notes what a replay and an undo need, and what vertices on the outer boundary do to the area. */
class Session {
  readonly edits: BoundaryEdit[] = []
  readonly inverses: Restore[] = []
  bent = 0n
  readonly coverage: Coverage

  constructor(coverage: Coverage) {
    this.coverage = coverage
  }

  apply(edit: BoundaryEdit): boolean {
    const result = this.coverage.apply(edit)
    if (!result.done) return false
    this.edits.push(edit)
    this.inverses.push(result.inverse)
    for (const { between, at } of result.bent) {
      const off = bendOf(between[0], between[1], at)
      // Never further beside the edge than the rounding to the lattice explains.
      const [dx, dy] = [between[1][0] - between[0][0], between[1][1] - between[0][1]]
      expect(off * off).toBeLessThanOrEqual(BigInt(dx * dx + dy * dy))
      this.bent += off
    }
    return true
  }

  takeBack(): void {
    for (const inverse of this.inverses.reverse()) expect(this.coverage.apply(inverse).done).toBe(true)
  }
}

function expectWhole(coverage: Coverage): void {
  const { faults, gaps, parts } = coverage.check()
  expect(faults).toEqual([])
  expect(gaps).toEqual([])
  expect(parts).toBe(1)
}

/** Replayed from the list as it comes over the wire, and taken back, the coverage is the same to the byte. */
function expectSame(session: Session, { columns, rows, start }: Board): void {
  const { coverage, edits } = session
  const twin = fresh(columns, rows)
  for (const edit of edits)
    expect(twin.apply(BoundaryEdit.parse(JSON.parse(JSON.stringify(edit)))).done).toBe(true)
  expect(twin.snapshot()).toBe(coverage.snapshot())
  session.takeBack()
  expect(coverage.snapshot()).toBe(start)
}

interface Board {
  columns: number
  rows: number
  start: string
}

// Ten thousand at once, held against PostGIS, are in coverage.db.test.ts; small boards meet themselves and their rim
// far more often.
test.each([
  { operations: 2000, seed: 20, side: 6 },
  { operations: 2000, seed: 21, side: 9 },
  { operations: 2000, seed: 22, side: 14 },
])(
  '$operations random edits on $side x $side leave no gap and no overlap, and come back byte for byte',
  given => {
    const { operations, seed, side } = given
    const coverage = fresh(side, side)
    const [start, area] = [coverage.snapshot(), areaOf(coverage)]
    const session = new Session(coverage)
    const random = randomOf(seed)
    const kinds = new Set<string>()
    for (let i = 0; i < operations; i++) {
      const edit = randomEdit(coverage, { random, columns: side, rows: side })
      const before = i % 100 === 0 ? coverage.snapshot() : ''
      const isDone = session.apply(edit)
      if (isDone) kinds.add(edit.kind)
      else if (before) expect(coverage.snapshot()).toBe(before)
      if (i % 1000 === 0) expectWhole(coverage)
    }
    expectWhole(coverage)
    expect(kinds.size).toBe(10)
    expect(session.edits.length).toBeGreaterThan(operations * 0.3)
    expect(areaOf(coverage) + session.bent).toBe(area)
    for (const id of coverage.faceIds)
      expect(checkPolygon(coverage.polygonOf(id))).toMatchObject({ valid: true })
    expectSame(session, { columns: side, rows: side, start })
  },
  120_000,
)

// Each number decides one edit, so that a failing list gets shorter edit by edit.
const gestures = fc.array(fc.nat(), { minLength: 1, maxLength: 120 })

test('whatever is done after whatever, every step is whole, exact and taken back', () => {
  fc.assert(
    fc.property(gestures, seeds => {
      const coverage = fresh(5, 5)
      const area = areaOf(coverage)
      const session = new Session(coverage)
      const start = coverage.snapshot()
      for (const seed of seeds) {
        session.apply(randomEdit(coverage, { random: randomOf(seed), columns: 5, rows: 5 }))
        expectWhole(coverage)
        expect(areaOf(coverage) + session.bent).toBe(area)
      }
      session.takeBack()
      expect(coverage.snapshot()).toBe(start)
    }),
    { numRuns: 15, interruptAfterTimeLimit: 15_000 },
  )
})

type Ring = Spot[]
/** Twenty metres and less round the board as it begins. */
const [west, south, east, north] = boxOf(fresh(5, 5).vertices())
const county: Ring = [
  [west - 200, south - 200],
  [east + 2000, south - 200],
  [east + 2000, north + 200],
  [west - 200, north + 200],
]
/** A town along a part of the east side. */
const beside: Ring = [
  [east + 200, south + 10_000],
  [east + 2000, south + 10_000],
  [east + 2000, north - 10_000],
  [east + 200, north - 10_000],
]
const named = (name: string, ring: Ring) => ({
  ...{ id: 1, name, nameEn: name },
  polygon: { type: 'Polygon' as const, coordinates: [[...ring, ...ring.slice(0, 1)].map(lngLatOf)] },
})
const bounds = () =>
  new OuterBounds({
    above: named('county', county),
    beside: [named('neighbour', beside)],
    reach: [116, 27, 118, 29],
  })

test('with the outer boundary free between a county and a town, nothing overlaps, opens a gap or crosses either', () => {
  let moved = 0
  const hindered = new Set<string>()
  fc.assert(
    fc.property(gestures, seeds => {
      const [coverage, twin] = [fresh(5, 5), fresh(5, 5)]
      coverage.constrain(bounds())
      // The server has no more than the same words and the same list.
      twin.constrain(bounds(), { isPart: true })
      const start = coverage.snapshot()
      const area = areaOf(coverage)
      const inverses: Restore[] = []
      for (const seed of seeds) {
        const before = coverage.snapshot()
        const random = randomOf(seed)
        const edit =
          seed % 3 ? outward(coverage, random) : randomEdit(coverage, { random, columns: 5, rows: 5 })
        const result = coverage.apply(edit, { outer: true })
        if (!result.done) {
          expect(coverage.snapshot()).toBe(before)
          if (/county|neighbour/.test(result.reason.en)) hindered.add(result.reason.en)
          continue
        }
        inverses.push(result.inverse)
        const sent = BoundaryEdit.parse(JSON.parse(JSON.stringify(edit)))
        expect(twin.apply(sent, { outer: true }).done).toBe(true)
        expect(coverage.check()).toMatchObject({ faults: [], gaps: [], parts: 1 })
      }
      expect(twin.snapshot()).toBe(coverage.snapshot())
      if (areaOf(coverage) !== area) moved += 1
      expectInBounds(coverage)
      for (const inverse of inverses.reverse()) coverage.apply(inverse)
      expect(coverage.snapshot()).toBe(start)
    }),
    { numRuns: 20, interruptAfterTimeLimit: 15_000 },
  )
  expect(moved).toBeGreaterThan(3)
  expect(hindered.size).toBe(2)
})

/** A vertex of the rim moved somewhere, or a bulge drawn over a few of them. */
function outward(coverage: Coverage, random: () => number): BoundaryEdit {
  const rim = coverage.vertices().filter(spot => coverage.isOuter(spot))
  const away = ([x, y]: Spot): Spot => [
    x + Math.round(random() * 6000) - 2500,
    y + Math.round(random() * 6000) - 3000,
  ]
  const from = rim[Math.floor(random() * rim.length)] ?? [0, 0]
  const to = coverage.neighboursOf(from).find(spot => coverage.isOuter(spot)) ?? from
  const [face = 0] = coverage.facesAt(from).filter(id => coverage.facesAt(to).includes(id))
  if (random() < 0.6) return { kind: 'move-vertex', from, to: away(from) }
  return { kind: 'reshape', face, line: [from, away(from), away(to), to] }
}

/** No further over a boundary than a vertex that rounding put beside it: 2 cm. */
function expectInBounds(coverage: Coverage): void {
  for (const [x, y] of coverage.vertices()) {
    const room = [x - west + 200, east + 2000 - x, y - south + 200, north + 200 - y]
    expect(Math.min(...room)).toBeGreaterThanOrEqual(-2)
    const depth = Math.min(x - east - 200, y - south - 10_000, north - 10_000 - y)
    expect(depth).toBeLessThanOrEqual(2)
  }
  expect(coverage.faceAt([east + 1000, Math.round((south + north) / 2)])).toBeUndefined()
}

test('a village is what its grids are, whatever is done to them', () => {
  const coverage = fresh(6, 6)
  const random = randomOf(4)
  const areas = () => new Map([1000, 1001].map(id => [id, JSON.stringify(coverage.outlineOf(id))]))
  for (let i = 0; i < 400; i++) {
    const before = areas()
    const result = coverage.apply(randomEdit(coverage, { random, columns: 6, rows: 6 }))
    const after = areas()
    const changed = [1000, 1001].filter(id => before.get(id) !== after.get(id))
    if (!result.done) expect(changed).toEqual([])
    for (const id of result.done ? [1000, 1001] : []) {
      const { coordinates } = coverage.outlineOf(id)
      expect(coordinates.length).toBe(1)
    }
  }
})
