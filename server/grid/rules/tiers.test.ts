import fc from 'fast-check'
import { expect, test } from 'vitest'
import { board, randomEdit, randomOf, stepUnits } from '../../../test/bench/random-edits.ts'
import { placeIn, type Spot } from '../../region/rules/lattice.ts'
import { checkPolygon } from '../../region/rules/validity.ts'
import { BoundaryEdit } from '../boundary-edit.ts'
import { buildCoverage, joinFaces } from './build-coverage.ts'
import type { Coverage } from './coverage.ts'
import { type EditResult, type Restore, reasons } from './coverage-edit.ts'
import { exactDoubleArea } from './exact.ts'

const side = 5
const village = 1000

function fresh(columns = side): Coverage {
  const { coverage } = joinFaces(board({ columns, rows: columns }))
  coverage.setParents(coverage.faceIds.map(id => [id, village]))
  return coverage
}

const done = (result: EditResult) => {
  if (!result.done) throw new Error(result.reason.en)
  return result
}

/** A line from the west of a grid to its east, through its middle or a share of its height. */
function across(coverage: Coverage, face: number, share = 0.5): Spot[] {
  const spots = coverage.ringsOf(face)[0] ?? []
  const [xs, ys] = [spots.map(([x]) => x), spots.map(([, y]) => y)]
  const y = Math.round(Math.min(...ys) * (1 - share) + Math.max(...ys) * share)
  return [
    [Math.min(...xs) - 50, y],
    [Math.max(...xs) + 50, y],
  ]
}

const divide = (coverage: Coverage, face: number, shares = [0.5]) =>
  coverage.apply({ kind: 'divide', face, lines: shares.map(share => across(coverage, face, share)) })

const areaOf = (coverage: Coverage, ids: readonly number[]) =>
  ids.reduce((sum, id) => sum + coverage.doubleAreaOf(id), 0n)

/** Twice the area inside an outline on the lattice, exactly. */
function outlineArea(coverage: Coverage, grid: number): bigint {
  const { coordinates } = coverage.polygonOf(grid)
  return coordinates
    .map(ring => ring.slice(0, -1).map(([lng, lat]): Spot => [Math.round(lng * 1e7), Math.round(lat * 1e7)]))
    .reduce((sum, ring) => sum + exactDoubleArea(ring), 0n)
}

/** Every level covers the same ground without gap or overlap, and each divided grid is what its lower ones are. */
function expectTiers(coverage: Coverage): void {
  const { faults, gaps, parts } = coverage.check()
  expect([faults, gaps, parts]).toEqual([[], [], 1])
  for (const grid of coverage.dividedIds) {
    const children = coverage.childrenOf(grid)
    expect(coverage.has(grid)).toBe(false)
    expect(children.length).toBeGreaterThan(1)
    expect(coverage.pathOf(grid).length).toBeLessThan(2)
    for (const child of children) expect(coverage.stands(child)).toBe(true)
    const polygon = coverage.polygonOf(grid)
    expect(checkPolygon(polygon)).toMatchObject({ valid: true })
    expect(outlineArea(coverage, grid)).toBe(areaOf(coverage, coverage.facesUnder(grid)))
    expect(children.reduce((sum, child) => sum + outlineArea(coverage, child), 0n)).toBe(
      outlineArea(coverage, grid),
    )
    for (const face of coverage.facesUnder(grid)) expect(coverage.parentOf(face)).toBe(village)
  }
}

/** Now and then grids are divided or taken together; else anything at all is done to the boundaries. */
function randomTierEdit(coverage: Coverage, random: () => number): BoundaryEdit {
  const divided = coverage.dividedIds
  const chance = random()
  if (chance < 0.06 && divided.length > 0)
    return { kind: 'undivide', face: divided[Math.floor(random() * divided.length)] ?? 0 }
  if (chance < 0.25) {
    const at: Spot = [
      1_170_000_000 + Math.floor(random() * side * stepUnits),
      280_000_000 + Math.floor(random() * side * stepUnits),
    ]
    const face = coverage.faceAt(at) ?? 1
    const lines = random() < 0.5 ? [across(coverage, face)] : [0.35, 0.7].map(s => across(coverage, face, s))
    return { kind: 'divide', face, lines }
  }
  if (chance < 0.35 && divided.length > 0) {
    // Two grids of a level, of which one or both are divided.
    const one = divided[Math.floor(random() * divided.length)] ?? 0
    const beside = coverage
      .facesUnder(one)
      .flatMap(face => coverage.edgesOf(face).flatMap(({ other }) => other ?? []))
      .map(face =>
        [face, ...coverage.pathOf(face)].find(id => coverage.aboveOf(id) === coverage.aboveOf(one)),
      )
      .filter(id => id !== undefined && id !== one)
    const other = beside[Math.floor(random() * beside.length)] ?? one
    return { kind: 'merge', faces: random() < 0.5 ? [one, other] : [other, one] }
  }
  return randomEdit(coverage, { random, columns: side, rows: side })
}

const gestures = fc.array(fc.nat(), { minLength: 5, maxLength: 80 })

test('on several levels nothing opens or overlaps, the server does the same, and undo restores the start', () => {
  const kinds = new Set<string>()
  let [crossed, joined] = [0, 0]
  fc.assert(
    fc.property(gestures, seeds => {
      const coverage = fresh()
      const start = coverage.snapshot()
      const [edits, inverses]: [BoundaryEdit[], Restore[]] = [[], []]
      const wanted = [
        ...[7, 8, 12].map(
          (face): BoundaryEdit => ({ kind: 'divide', face, lines: [across(coverage, face)] }),
        ),
        ...seeds,
      ]
      for (const each of wanted) {
        const edit = typeof each === 'number' ? randomTierEdit(coverage, randomOf(each)) : each
        const [before, wasDivided] = [coverage.snapshot(), new Set(coverage.dividedIds)]
        const result = coverage.apply(edit)
        if (!result.done) {
          expect(coverage.snapshot()).toBe(before)
          continue
        }
        kinds.add(edit.kind)
        if (edit.kind === 'merge' && edit.faces.some(id => wasDivided.has(id))) joined += 1
        const above = new Set(result.faces.map(face => coverage.aboveOf(face)))
        if (above.size > 1 && edit.kind !== 'divide') crossed += 1
        edits.push(edit)
        inverses.push(result.inverse)
        expectTiers(coverage)
      }
      const twin = fresh()
      for (const edit of edits) done(twin.apply(BoundaryEdit.parse(JSON.parse(JSON.stringify(edit)))))
      expect(twin.snapshot()).toBe(coverage.snapshot())
      const end = coverage.snapshot()
      const again: Restore[] = []
      for (const inverse of inverses.toReversed()) again.push(done(coverage.apply(inverse)).inverse)
      expect(coverage.snapshot()).toBe(start)
      for (const inverse of again.toReversed()) coverage.apply(inverse)
      expect(coverage.snapshot()).toBe(end)
    }),
    { numRuns: 40, seed: 7 },
  )
  expect([...kinds].sort()).toEqual(
    expect.arrayContaining(['divide', 'merge', 'split', 'transfer', 'undivide']),
  )
  // Boundaries that two levels share were moved, not only those inside one grid.
  expect(crossed).toBeGreaterThan(50)
  expect(joined).toBeGreaterThan(20)
}, 120_000)

test('a divided grid is its lower ones: numbered as a map is read, in the same village, and whole again', () => {
  const coverage = fresh(3)
  const [area, around] = [areaOf(coverage, coverage.faceIds), JSON.stringify(coverage.ringsOf(1))]
  const { made, gone, origins, inverse } = done(divide(coverage, 5, [0.3, 0.6]))
  expect([made, gone]).toEqual([[-1, -2, -3], []])
  expect(origins).toEqual([-1, -2, -3].map(face => ({ face, from: [5] })))
  expect(coverage.childrenOf(5)).toEqual([-3, -2, -1])
  expect(coverage.isDivided(5)).toBe(true)
  const heights = [-1, -2, -3].map(id => Math.max(...(coverage.ringsOf(id)[0] ?? []).map(([, y]) => y)))
  expect(heights).toEqual(heights.toSorted((a, b) => b - a))
  expect(areaOf(coverage, coverage.faceIds)).toBe(area)
  expect(outlineArea(coverage, 5)).toBe(areaOf(coverage, [-1, -2, -3]))
  expect(coverage.parentOf(-2)).toBe(village)
  expect(JSON.stringify(coverage.ringsOf(1))).toBe(around)
  const taken = done(coverage.apply({ kind: 'undivide', face: 5 }))
  expect([taken.made, taken.gone]).toEqual([[], [-3, -2, -1]])
  expect([areaOf(coverage, coverage.faceIds), coverage.isDivided(5)]).toEqual([area, false])
  coverage.apply(taken.inverse)
  coverage.apply(inverse)
  expect(coverage.snapshot()).toBe(fresh(3).snapshot())
})

test('divided grids that are merged keep their lower grids; an undivided one becomes a lower grid', () => {
  const coverage = fresh(3)
  done(divide(coverage, 4))
  done(divide(coverage, 5, [0.3, 0.6]))
  const before = coverage.snapshot()
  const ground = coverage.faceIds.map(id => JSON.stringify(coverage.ringsOf(id)))
  const joined = done(coverage.apply({ kind: 'merge', faces: [4, 5] }))
  expect([joined.made, joined.gone, joined.faces]).toEqual([[], [5], [-5, -4, -3]])
  expect(joined.origins).toEqual([{ face: 5, from: [4] }])
  expect(coverage.childrenOf(4)).toEqual([-5, -4, -3, -2, -1])
  expect([coverage.isDivided(5), coverage.stands(5)]).toEqual([false, false])
  // The first divided one stays, whoever is named first.
  const under = done(coverage.apply({ kind: 'merge', faces: [6, 4] }))
  expect([under.gone, coverage.aboveOf(6), coverage.has(6)]).toEqual([[], 4, true])
  expectTiers(coverage)
  expect(coverage.faceIds.map(id => JSON.stringify(coverage.ringsOf(id)))).toEqual(ground)
  coverage.apply(under.inverse)
  coverage.apply(joined.inverse)
  expect(coverage.snapshot()).toBe(before)
})

test('moving the boundary between two divided grids moves both levels on both sides', () => {
  const coverage = fresh(3)
  done(divide(coverage, 4))
  done(divide(coverage, 5))
  const shared = coverage
    .edgesOf(-1)
    .flatMap(({ a, other }) => (other !== null && other !== -1 && coverage.aboveOf(other) === 5 ? [a] : []))
  const from = shared.find(spot => coverage.facesAt(spot).length === 2)
  if (!from) throw new Error('the two share a vertex')
  const before = [4, 5, 6].map(id => JSON.stringify(coverage.polygonOf(id)))
  const sum = areaOf(coverage, coverage.facesUnder(4)) + areaOf(coverage, coverage.facesUnder(5))
  done(coverage.apply({ kind: 'move-vertex', from, to: [from[0] + 300, from[1] + 40] }))
  const after = [4, 5, 6].map(id => JSON.stringify(coverage.polygonOf(id)))
  expect(before.map((shape, i) => shape !== after[i])).toEqual([true, true, false])
  expect(outlineArea(coverage, 4) + outlineArea(coverage, 5)).toBe(sum)
  expectTiers(coverage)
})

test('a grid is divided down to micro grids, and taking all away leaves one', () => {
  const coverage = fresh(3)
  done(divide(coverage, 5))
  done(divide(coverage, -1))
  expect(coverage.pathOf(-3)).toEqual([-1, 5])
  expect(divide(coverage, -3)).toMatchObject({ done: false, reason: reasons.deepest })
  const { gone } = done(coverage.apply({ kind: 'undivide', face: 5 }))
  expect(gone).toEqual([-4, -3, -2, -1])
  expect([coverage.faceIds, coverage.dividedIds]).toEqual([[1, 2, 3, 4, 5, 6, 7, 8, 9], []])
})

test('what would tear a divided grid or mix two is refused with its reason', () => {
  const coverage = fresh(3)
  done(divide(coverage, 5))
  done(divide(coverage, 6))
  const refusal = (edit: BoundaryEdit) => {
    const result = coverage.apply(edit)
    return result.done ? 'done' : result.reason
  }
  const line = across(coverage, 4)
  expect(refusal({ kind: 'divide', face: 5, lines: [line] })).toBe(reasons.divided)
  expect(refusal({ kind: 'split', line, faces: [5] })).toBe(reasons.divided)
  expect(refusal({ kind: 'merge', faces: [5, 7] })).toBe(reasons.touches)
  expect(refusal({ kind: 'merge', faces: [5, -3] })).toBe(reasons.strangers)
  expect(refusal({ kind: 'reshape', face: 5, line })).toBe(reasons.divided)
  expect(refusal({ kind: 'simplify', faces: [5], toleranceMeters: 5 })).toBe(reasons.divided)
  expect(refusal({ kind: 'merge', faces: [-1, 4] })).toBe(reasons.strangers)
  expect(refusal({ kind: 'merge', faces: [-1, -3] })).toBe(reasons.strangers)
  expect(refusal({ kind: 'merge', faces: [-1, -2] })).toBe(reasons.lastTwo)
  expect(refusal({ kind: 'undivide', face: 4 })).toBe(reasons.undivided)
  expect(refusal({ kind: 'undivide', face: 99 })).toBe(reasons.noFace)
  expect(refusal({ kind: 'divide', face: 99, lines: [line] })).toBe(reasons.noFace)
  expect(refusal({ kind: 'divide', face: 4, lines: [across(coverage, 1)] })).toBe(reasons.notAcross)
})

const square = (x: number, y: number, width: number, height: number) => ({
  type: 'Polygon' as const,
  coordinates: [
    [
      [x, y],
      [x + width, y],
      [x + width, y + height],
      [x, y + height],
      [x, y],
    ].map(([a = 0, b = 0]): [number, number] => [117 + a / 1000, 28 + b / 1000]),
  ],
})
const at = (x: number, y: number): Spot => [1_170_000_000 + x * 10_000, 280_000_000 + y * 10_000]

/** A strip of three lower grids in one (1, 2, 3 in 9), with an undivided grid (4) along it. */
function strip(): Coverage {
  const { coverage } = buildCoverage([
    { id: 1, polygon: square(0, 0, 2, 1) },
    { id: 2, polygon: square(2, 0, 2, 1) },
    { id: 3, polygon: square(4, 0, 2, 1) },
    { id: 4, polygon: square(0, 1, 6, 2) },
  ])
  coverage.setParents([1, 2, 3, 4].map(id => [id, village]))
  coverage.setAbove([1, 2, 3].map(id => [id, 9]))
  return coverage
}

test('a neighbour does not cut through a divided grid', () => {
  const coverage = strip()
  const before = coverage.snapshot()
  // All of grid 2 but a rim along the outside goes: the grid above would hang together in nothing but two corners.
  const ring = [at(2.5, 0.2), at(3.5, 0.2), at(3.5, 1.5), at(2.5, 1.5)]
  const kept = coverage.apply({ kind: 'transfer', from: 2, to: 4, ring })
  expect(kept.done).toBe(true)
  if (kept.done) coverage.apply(kept.inverse)
  expect(coverage.snapshot()).toBe(before)
  const through = coverage.apply({ kind: 'merge', faces: [4, 2] })
  expect(through).toMatchObject({ done: false, reason: reasons.strangers })
  const outer = { outer: true }
  const moved = coverage.apply(
    { kind: 'reshape', face: 4, line: [at(2, 1), at(2, 0), at(4, 0), at(4, 1)] },
    outer,
  )
  expect(moved.done).toBe(false)
})

test('a cut-out lies in the grid that most of it was taken from', () => {
  const coverage = strip()
  const cut = (low: number, high: number) =>
    done(
      coverage.apply({
        kind: 'cut-out',
        ring: [at(2.5, low), at(3.5, low), at(3.5, high), at(2.5, high)],
      }),
    )
  const inner = cut(0.4, 1.2)
  expect(coverage.aboveOf(-1)).toBe(9)
  expectWholeTier(coverage)
  coverage.apply(inner.inverse)
  cut(0.8, 1.9)
  expect(coverage.aboveOf(-1)).toBe(null)
  expectWholeTier(coverage)
})

function expectWholeTier(coverage: Coverage) {
  expect(checkPolygon(coverage.polygonOf(9))).toMatchObject({ valid: true })
  expect(outlineArea(coverage, 9)).toBe(areaOf(coverage, coverage.facesUnder(9)))
  expect(placeIn(coverage.ringsOf(1)[0] ?? [], at(1, 0.5))).toBe(1)
}
