// Where on the demo town's map the boundary tools can be tried, found in its coverage; and how the mouse gets there.
import { expect, type Page } from '@playwright/test'
import type { Grid } from '../server/grid/grid.ts'
import { buildCoverage } from '../server/grid/rules/build-coverage.ts'
import type { Coverage } from '../server/grid/rules/coverage.ts'
import { inCoverage } from '../server/grid/rules/leaves.ts'
import type { MapLine } from '../server/partition/partition.ts'
import { lngLatOf, type Spot, spotOf, turn } from '../server/region/rules/lattice.ts'
import { onScreen } from './journey-page.ts'

const apart = (a: Spot, b: Spot) => Math.hypot(a[0] - b[0], a[1] - b[1])
/** Units: about 33 metres. */
const CLEAR = 3000

export function coverageOf(all: readonly Grid[]): Coverage {
  const grids = inCoverage(all)
  const { coverage } = buildCoverage(grids)
  coverage.setParents(grids.map(grid => [grid.id, grid.regionId]))
  return coverage
}

/** A corner where the boundary between two grids of one village bends: the first grid lies in the bend. */
export interface Bend {
  before: Spot
  corner: Spot
  after: Spot
  grids: [inside: number, outside: number]
}

const towards = (a: Spot, b: Spot, share: number): Spot => [
  Math.round(a[0] + (b[0] - a[0]) * share),
  Math.round(a[1] + (b[1] - a[1]) * share),
]

export { towards }

function bendAt(coverage: Coverage, corner: Spot): Bend | undefined {
  const [before, after, more] = coverage.neighboursOf(corner)
  if (!before || !after || more || coverage.isOuter(corner)) return undefined
  const isClear = [before, after].every(
    end => apart(end, corner) > CLEAR && coverage.neighboursOf(end).length === 2 && !coverage.isOuter(end),
  )
  if (!isClear || Math.abs(turn(before, corner, after)) < CLEAR ** 2 / 2) return undefined
  const inside = coverage.faceAt(towards(before, after, 0.5))
  const outside = coverage.facesAt(corner).find(face => face !== inside)
  return inside && outside ? { before, corner, after, grids: [inside, outside] } : undefined
}

export function bendIn(coverage: Coverage): Bend {
  for (const corner of coverage.vertices()) {
    const bend = bendAt(coverage, corner)
    if (!bend) continue
    const [a, b] = bend.grids.map(face => coverage.parentOf(face))
    if (a === b) return bend
  }
  throw new Error('no boundary between two grids bends')
}

/** A corner on the boundary of two villages, and one near it on the boundary of the whole town. */
export function borderIn(coverage: Coverage): { corner: Spot; outer: Spot; inner: Spot } {
  const all = [...coverage.vertices()]
  const outers = all.filter(spot => coverage.isOuter(spot) && coverage.facesAt(spot).length === 1)
  for (const corner of all) {
    const villages = new Set(coverage.facesAt(corner).map(face => coverage.parentOf(face)))
    if (villages.size !== 2 || coverage.isOuter(corner) || coverage.neighboursOf(corner).length !== 2)
      continue
    const outer = outers.find(spot => apart(spot, corner) < 16_000 && apart(spot, corner) > 2 * CLEAR)
    const inner = coverage.neighboursOf(corner).find(spot => coverage.neighboursOf(spot).length === 2)
    if (outer && inner) return { corner, outer, inner }
  }
  throw new Error('no village reaches the boundary of the town')
}

/** A road or river that enters a grid and leaves it again: its corners from just before to just behind. */
export function crossingOf(coverage: Coverage, lines: readonly MapLine[]): { name: string; spots: Spot[] } {
  for (const { name, line } of lines) {
    const spots = line.coordinates.map(spotOf)
    const faces = spots.map(spot => coverage.faceAt(spot))
    for (const [from, face] of faces.entries()) {
      const inside = faces.findIndex((each, at) => at > from && each !== face)
      const out = faces.findIndex((each, at) => at > inside && each !== faces[inside])
      if (inside !== from + 1 || out < inside + 2) continue
      const way = spots.slice(from, out + 1)
      const [first, last] = [way[0], way.at(-1)]
      if (name && first && last && apart(first, last) < 26_000 && isCut(coverage, way))
        return { name, spots: way }
    }
  }
  throw new Error('no road crosses a grid')
}

function isCut(coverage: Coverage, line: Spot[]): boolean {
  const ends = [line[0], line.at(-1)]
  if (ends.some(end => end && coverage.nearest(end, { reach: 1000 })?.kind === 'vertex')) return false
  const result = coverage.apply({ kind: 'split', line })
  if (result.done) coverage.apply(result.inverse)
  return result.done && result.made.length === 1
}

export async function pressTool(page: Page, chord: string, name: string) {
  await page.keyboard.press(chord)
  await expect(page.getByRole('button', { name }).first()).toHaveAttribute('aria-pressed', 'true')
}

/** Brings the mouse to a place of the map, as a hand does: not in one leap. */
export async function pointAt(page: Page, spot: Spot) {
  const { x, y } = await onScreen(page, lngLatOf(spot))
  await page.mouse.move(x - 7, y - 5)
  await page.mouse.move(x, y, { steps: 2 })
  return { x, y }
}

/** Clicks a place of the map; two of these are no double click, since each is told as a first one. */
export async function clickSpot(page: Page, spot: Spot) {
  const { x, y } = await pointAt(page, spot)
  await page.mouse.click(x, y)
}

export async function drag(page: Page, from: Spot, to: Spot) {
  const start = await pointAt(page, from)
  const end = await onScreen(page, lngLatOf(to))
  await page.mouse.down()
  await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 3 })
  await page.mouse.move(end.x, end.y, { steps: 3 })
  await page.mouse.up()
}
