import type { Context } from '../context.ts'
import type { BoundaryEdit } from '../grid/boundary-edit.ts'
import { GridDraftInput, type GridDraftSent } from '../grid/draft.ts'
import { findGrids, GridQuery } from '../grid/find.ts'
import { findDrafts } from '../grid/find-drafts.ts'
import type { Grid } from '../grid/grid.ts'
import { propose } from '../grid/propose.ts'
import { buildCoverage } from '../grid/rules/build-coverage.ts'
import type { Coverage } from '../grid/rules/coverage.ts'
import { inCoverage } from '../grid/rules/leaves.ts'
import { saveDraft } from '../grid/save-draft.ts'
import { boxOf, lngLatOf, type Spot } from '../region/rules/lattice.ts'
import { asPerson } from './as-person.ts'

/** What two people of the demo town would like its grids to be: a draft of each, and a proposal that waits. */
export async function foundDrafts(context: Context, townId: number): Promise<void> {
  const manager = await asPerson(context, 'demo-grid-manager')
  if (!manager || (await findDrafts(context, { town: townId })).length > 0) return
  const grids = inCoverage(await findGrids(context, GridQuery.parse({ town: String(townId), limit: '5000' })))
  const { coverage } = buildCoverage(grids)
  coverage.setParents(grids.map(({ id, regionId }) => [id, regionId] as const))
  const keep = (
    who: Context,
    edit: Found | null,
    more: Pick<GridDraftSent, 'name' | 'reason'> & Partial<GridDraftSent>,
  ) => (edit ? saveDraft(who, null, inputOf(edit, { grids, townId, ...more })) : null)
  const crowded = [...grids].sort((a, b) => b.people - a.people)
  await keep(manager, firstDone(coverage, shifts(coverage, crowded)), {
    name: '主干道沿线边界调整',
    reason: '边界改沿道路中线，便于巡查',
  })
  const halves = firstDone(coverage, crowded.map(halved))
  const origin = grids.find(({ id }) => halves?.edit.kind === 'split' && halves.edit.faces?.includes(id))
  await keep(context, halves, {
    name: '人口密集网格拆分',
    reason: '常住人口超过一个网格员能走访的户数',
    attributes: [{ face: -1, name: `${origin?.name ?? ''}（东）`, lead: '蒋文博' }],
  })
  const sparse = crowded.filter(({ people }) => people > 0).reverse()
  const joined = firstDone(coverage, pairs(coverage, sparse))
  const proposal = await keep(context, joined, {
    name: '偏远网格合并与湖区专属网格',
    reason: '合并人口很少的相邻网格；湖区由专属网格巡护',
    thematic: [{ kind: 'draw', name: '镜湖水域专属网格', polygon: middleOf(grids), lead: '水务站 潘志远' }],
  })
  if (proposal) await propose(context, proposal.id, { version: proposal.version })
}

interface Found {
  edit: BoundaryEdit
  faces: number[]
}

/** The first edit that fits the coverage, which stays as it is. */
function firstDone(coverage: Coverage, edits: Iterable<BoundaryEdit>): Found | null {
  for (const edit of edits) {
    const result = coverage.apply(edit)
    if (!result.done) continue
    coverage.apply(result.inverse)
    const faces = [...result.faces, ...result.gone, ...result.origins.flatMap(({ from }) => from)]
    return { edit, faces: [...new Set(faces)].filter(face => face > 0) }
  }
  return null
}

/** Corners of the most crowded grids moved by a few dozen metres. */
function* shifts(coverage: Coverage, grids: readonly Grid[]): Generator<BoundaryEdit> {
  for (const { id } of grids) {
    for (const from of coverage.ringsOf(id)[0] ?? []) {
      const [x, y] = from
      if (coverage.facesAt(from).length > 2 && !coverage.isOuter(from))
        yield { kind: 'move-vertex', from, to: [x + 4200, y - 2600] }
    }
  }
}

function halved({ id, polygon }: Grid): BoundaryEdit {
  const [west, south, east, north] = boxOf(
    (polygon.coordinates[0] ?? []).map(([x, y]): Spot => [x * 1e7, y * 1e7]),
  )
  const middle = Math.round((west + east) / 2)
  const line: Spot[] = [
    [middle, Math.round(south) - 500],
    [middle, Math.round(north) + 500],
  ]
  return { kind: 'split', line, faces: [id] }
}

/** Neighbours of one village, the emptiest first. */
function* pairs(coverage: Coverage, grids: readonly Grid[]): Generator<BoundaryEdit> {
  const people = new Map(grids.map(grid => [grid.id, grid.people]))
  for (const { id } of grids) {
    const near = new Set(coverage.edgesOf(id).flatMap(({ other }) => other ?? []))
    const others = [...near].sort((a, b) => (people.get(a) ?? 0) - (people.get(b) ?? 0))
    for (const other of others) yield { kind: 'merge', faces: [other, id] }
  }
}

/** A ring round the middle of the town. */
function middleOf(grids: readonly Grid[]): { type: 'Polygon'; coordinates: [number, number][][] } {
  const spots = grids.flatMap(({ polygon }) => polygon.coordinates[0] ?? [])
  const [x, y] = [0, 1].map(
    i => spots.reduce((sum, spot) => sum + (spot[i] ?? 0), 0) / Math.max(1, spots.length),
  )
  const ring = Array.from({ length: 12 }, (_, i): [number, number] => {
    const turn = (i * Math.PI) / 6
    return lngLatOf([
      Math.round(((x ?? 0) + 0.011 * Math.cos(turn)) * 1e7),
      Math.round(((y ?? 0) + 0.007 * Math.sin(turn)) * 1e7),
    ])
  })
  return { type: 'Polygon', coordinates: [[...ring, ...ring.slice(0, 1)]] }
}

function inputOf(
  { edit, faces }: Found,
  {
    grids,
    ...more
  }: { grids: readonly Grid[]; townId: number } & Pick<GridDraftSent, 'name' | 'reason'> &
    Partial<GridDraftSent>,
): GridDraftInput {
  const seen = grids.filter(({ id }) => faces.includes(id)).map(({ id, version }) => ({ id, version }))
  return GridDraftInput.parse({ edits: [edit], seen, version: 0, ...more })
}
