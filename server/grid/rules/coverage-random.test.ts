import fc from 'fast-check'
import { expect, test } from 'vitest'
import { board, randomEdit, randomOf } from '../../../test/bench/random-edits.ts'
import { checkPolygon } from '../../region/rules/validity.ts'
import { BoundaryEdit } from '../boundary-edit.ts'
import { joinFaces } from './build-coverage.ts'
import type { Coverage } from './coverage.ts'
import type { Restore } from './coverage-edit.ts'
import { bendOf } from './exact.ts'

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

test('with the outer boundary free inside a parent, nothing overlaps and nothing leaves the parent', () => {
  const parent: [number, number][] = [
    [116.9985, 27.9985],
    [117.0065, 27.9985],
    [117.0065, 28.0065],
    [116.9985, 28.0065],
    [116.9985, 27.9985],
  ]
  fc.assert(
    fc.property(gestures, seeds => {
      const coverage = fresh(5, 5)
      coverage.constrain({ type: 'Polygon', coordinates: [parent] })
      const start = coverage.snapshot()
      const inverses: Restore[] = []
      for (const seed of seeds) {
        const edit = randomEdit(coverage, { random: randomOf(seed), columns: 5, rows: 5 })
        const result = coverage.apply(edit, { outer: true })
        if (!result.done) continue
        inverses.push(result.inverse)
        expect(coverage.check().faults).toEqual([])
      }
      for (const [lng, lat] of coverage.faceIds.flatMap(id => coverage.polygonOf(id).coordinates.flat())) {
        expect(lng >= 116.9985 && lng <= 117.0065 && lat >= 27.9985 && lat <= 28.0065).toBe(true)
      }
      for (const inverse of inverses.reverse()) coverage.apply(inverse)
      expect(coverage.snapshot()).toBe(start)
    }),
    { numRuns: 20, interruptAfterTimeLimit: 15_000 },
  )
})

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
