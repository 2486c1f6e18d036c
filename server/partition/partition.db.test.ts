import { beforeEach, expect, test } from 'vitest'
import type { Context } from '../context.ts'
import { testDatabase } from '../database/test-database.ts'
import { findGrids } from '../grid/find.ts'
import { redraw } from '../grid/redraw.ts'
import { ListQuery } from '../list.ts'
import { spotOf } from '../region/rules/lattice.ts'
import { contextOf, origin, type TestTown, testTown } from '../test-town.ts'
import { type LineKind, LineKind as LineKinds, PartitionInput } from './partition.ts'
import { suggest } from './suggest.ts'
import { TownLines } from './town-lines.ts'

const { sql } = await testDatabase()
let town: TestTown
let manager: Context

beforeEach(async () => {
  town = await testTown(sql)
  manager = await contextOf(sql, town.people['grid-manager'])
})

/** A line from column, row to column, row of the town's cells. */
type Drawn = [kind: LineKind, from: [number, number], to: [number, number]]

function linesOf(drawn: Drawn[]): TownLines {
  const positions = drawn.flatMap(([, ...ends]) =>
    ends.flatMap(([c, r]) => [origin[0] + c * 0.001, origin[1] + r * 0.001]),
  )
  return new TownLines({
    kinds: Uint8Array.from(drawn, ([kind]) => LineKinds.options.indexOf(kind)),
    names: drawn.map((_, i) => `路${i}`),
    starts: Uint32Array.from({ length: drawn.length + 1 }, (_, i) => i * 2),
    positions: Float64Array.from(positions),
  })
}

const grids = () => findGrids(manager, ListQuery.parse({ town: String(town.id) }))
/** The three grids of the first village: columns 0 to 5, rows 0 to 3. */
const firstVillage = () => [town.grids[0] ?? 0, town.grids[4] ?? 0, town.grids[8] ?? 0]
const input = (given: object) => PartitionInput.parse({ townId: town.id, faces: firstVillage(), ...given })

test('a village is divided along its streets, and the edits give exactly what was suggested', async () => {
  const streets: Drawn[] = [
    ['street', [2.3, -1], [2.4, 4]],
    ['street', [-1, 1.6], [6, 1.7]],
  ]
  const found = await suggest(
    manager,
    input({ kind: 'partition', measure: 'area', count: 4, along: { by: 'lines', kinds: ['street'] } }),
    linesOf(streets),
  )
  expect(found.notes).toEqual([])
  expect(found.after).toMatchObject({ grids: 4, alongLines: 1 })
  expect(found.blocks).toBe(4)
  const seen = (await grids()).map(({ id, version }) => ({ id, version }))
  await redraw(manager, { townId: town.id, edits: found.edits, seen, reason: '', attributes: [] })
  const after = (await grids()).filter(grid => grid.regionId === town.villages[0])
  const corners = (rings: readonly (readonly (readonly [number, number])[])[]) =>
    rings.flatMap(ring => ring.map(position => String(spotOf([position[0], position[1]])))).sort()
  expect(after.map(grid => corners(grid.polygon.coordinates)).sort()).toEqual(
    found.grids.map(grid => corners(grid.polygon.coordinates)).sort(),
  )
})

test('a net of squares makes grids of the asked size where no street is', async () => {
  const found = await suggest(
    manager,
    input({
      kind: 'partition',
      measure: 'people',
      count: 3,
      along: { by: 'net', shape: 'square', sideMeters: 60 },
    }),
    null,
  )
  expect(found.after.grids).toBe(3)
  const total = found.grids.reduce((sum, grid) => sum + grid.amount, 0)
  expect(total).toBeCloseTo(
    [0, 1, 2].flatMap(row => [0, 1, 2, 3, 4].map(c => 5 + row * 10 + c)).reduce((a, b) => a + b),
    5,
  )
  expect(found.after.largestOverMean).toBeLessThan(1.35)
})

test('balancing evens the people out and leaves the grids of other villages as they are', async () => {
  const found = await suggest(
    manager,
    input({ kind: 'balance', measure: 'people', along: { by: 'net', shape: 'hexagon', sideMeters: 55 } }),
    null,
  )
  expect(found.after.variation).toBeLessThan(found.before.variation / 2)
  expect(found.edits.every(edit => edit.kind === 'transfer')).toBe(true)
  const before = await grids()
  const seen = before.map(({ id, version }) => ({ id, version }))
  const changed = await redraw(manager, {
    townId: town.id,
    edits: found.edits,
    seen,
    reason: '',
    attributes: [],
  })
  // A neighbour may take a vertex where a new boundary meets the common edge; it keeps its ground.
  for (const grid of changed.filter(each => each.regionId !== town.villages[0])) {
    const was = before.find(each => each.id === grid.id)?.areaSquareMeters ?? 0
    expect(Math.abs(grid.areaSquareMeters - was)).toBeLessThan(5)
  }
  const [area] = await sql`select ST_Area(ST_Union(geom)) as one, sum(ST_Area(geom)) as all from grids
    where town_id = ${town.id} and retired_at is null`
  expect(area?.one).toBeCloseTo(area?.all, 12)
})

test('nothing changes in the database by a suggestion', async () => {
  const before = await grids()
  await suggest(
    manager,
    input({
      kind: 'partition',
      measure: 'households',
      count: 2,
      along: { by: 'net', shape: 'square', sideMeters: 80 },
    }),
    null,
  )
  expect(await grids()).toEqual(before)
})

test('a grid that is not there is refused by name', async () => {
  const asked = suggest(manager, input({ kind: 'balance', measure: 'people', faces: [999_999] }), null)
  await expect(asked).rejects.toMatchObject({ code: 'invalid', errors: [{ path: 'faces' }] })
})

test('who may not edit grids gets no suggestion, and without streets the note says what to do', async () => {
  const viewer = await contextOf(sql, town.people.viewer)
  const asked = { kind: 'partition', measure: 'area', count: 3 }
  await expect(suggest(viewer, input(asked), null)).rejects.toMatchObject({ code: 'forbidden' })
  const found = await suggest(manager, input(asked), null)
  expect(found.after.grids).toBe(1)
  expect(found.notes.length).toBeGreaterThan(0)
})
