import type { TransactionSql } from 'postgres'
import { aside } from '../boundary/aside.ts'
import { loadBoundaryImport, loadPacked } from '../boundary/find.ts'
import { unpackedFaces } from '../boundary/prepare.ts'
import { type Named, namedFaces } from '../boundary/rules/name-faces.ts'
import { invalid } from '../errors.ts'
import type { Polygon } from '../region/place.ts'
import { spotOf } from '../region/rules/lattice.ts'
import type { FaceAttributes, Importing } from './draft.ts'
import type { SeenGrids } from './grid.ts'
import { type GroundGrid, groundColumns, type Outcome, type Proposal, tiersAbove } from './ground.ts'
import { checkedFace, coverageOf, facesOf } from './ground-coverage.ts'
import { nameFaces } from './name-faces.ts'
import { ofCoverage } from './of-coverage.ts'
import { FaceIndex } from './rules/face-index.ts'

/** A face of a clean file with what the file says of it. */
export interface FiledFace extends Named {
  /** Whether the file itself says the name. */
  isNamed: boolean
  row: number
  piece: number
  polygon: Polygon
}

/** What a file makes of the present grids, before anybody named the faces otherwise. */
export interface ImportPlan {
  /** Every grid of the coverage as it is. */
  present: GroundGrid[]
  /** Grids that are drawn otherwise or stand for a face of the file, and new ones (below zero: their place in the file). */
  after: GroundGrid[]
  made: number[]
  gone: Map<number, number>
  /** The face of the file behind each face after. */
  filed: Map<number, FiledFace>
}

/** @throws Refusal `missing` */
export async function filedFaces(sql: TransactionSql, { importId }: Importing): Promise<FiledFace[]> {
  const { fieldMap } = await loadBoundaryImport(sql, importId)
  const { cleaned } = await loadPacked(sql, importId)
  const said = (values: Record<string, unknown>) =>
    fieldMap.name !== null && (values[fieldMap.name] ?? '') !== ''
  return namedFaces(unpackedFaces(cleaned), fieldMap).map(face => ({ ...face, isNamed: said(face.values) }))
}

/** All grids that form the coverage of a town. */
export const coverageGrids = async (sql: TransactionSql, townId: number): Promise<GroundGrid[]> => [
  ...(await sql<GroundGrid[]>`
    select ${groundColumns(sql)} from grids r
    where r.town_id = ${townId} and ${ofCoverage(sql, 'r')}
    order by r.id`),
]

/**
 * Lays a file over grids, in the thread of boundary files. The same grids and file give the same faces with the same
 * numbers.
 * @throws Refusal `busy`, `invalid` when it takes too long
 */
export async function planImport(
  present: GroundGrid[],
  { townId, filed }: { townId: number; filed: readonly FiledFace[] },
): Promise<ImportPlan> {
  const shapeOf = ({ code, polygon }: GroundGrid | FiledFace) => ({ code, polygon })
  const { faces, gone } = await aside.lay({ present: present.map(shapeOf), file: filed.map(shapeOf) })
  // Numbers do not depend on the present grids, so that names given to made faces outlive a merge.
  let left = -filed.length - 1
  const plan: ImportPlan = { present, after: [], made: [], gone: new Map(), filed: new Map() }
  for (const { present: place, file, origin, polygon } of faces) {
    const kept = place === null ? undefined : present[place]
    const from = origin === null ? undefined : present[origin]
    const grid = kept ?? madeFace(from, { face: file === null ? left-- : -file - 1, townId })
    const source = file === null ? undefined : filed[file]
    if (!kept) plan.made.push(grid.id)
    if (source) plan.filed.set(grid.id, source)
    // What comes back from the thread is another object even where nothing changed.
    const isKept = kept !== undefined && JSON.stringify(polygon) === JSON.stringify(kept.polygon)
    const drawn = isKept ? kept.polygon : checkedFace(polygon, grid.name, 'imported')
    plan.after.push({ ...grid, polygon: drawn })
  }
  for (const [place, heir] of gone) {
    const id = present[place]?.id
    const to = heir === null ? 0 : (plan.after[heir]?.id ?? 0)
    if (id !== undefined) plan.gone.set(id, to)
  }
  return plan
}

function madeFace(
  from: GroundGrid | undefined,
  { face, townId }: { face: number; townId: number },
): GroundGrid {
  const own = { id: face, code: '', households: 0, lead: '', phone: '', version: 1 }
  // Ground that no grid had: of the town itself, until somebody says of which village.
  return from
    ? { ...from, ...own }
    : { ...own, regionId: townId, parentId: null, level: 'first', name: '', polygon: nowhere }
}
const nowhere: Polygon = { type: 'Polygon', coordinates: [] }

/** Grids that an import changes or ends, at the version that it was laid over. */
export function seenOf(
  { present, after, gone }: ImportPlan,
  attributes: readonly FaceAttributes[],
): SeenGrids {
  const was = new Map(present.map(grid => [grid.id, grid]))
  const named = new Set(attributes.map(({ face }) => face))
  const isDrawn = (grid: GroundGrid) => was.get(grid.id)?.polygon !== grid.polygon
  const changed = after
    .filter(grid => grid.id > 0 && (named.has(grid.id) || isDrawn(grid)))
    .map(({ id }) => id)
  return [...new Set([...changed, ...gone.keys()])]
    .sort((a, b) => a - b)
    .map(id => ({ id, version: was.get(id)?.version ?? 1 }))
}

/**
 * What a draft from a file makes of the grids as they are now, with the names that the draft gives.
 * @throws Refusal `invalid` naming the face or attribute at fault
 */
export async function reckonImport(
  sql: TransactionSql,
  proposal: Proposal & { imported: Importing },
): Promise<Outcome> {
  const { townId, imported, seen, attributes } = proposal
  const present = await coverageGrids(sql, townId)
  const plan = await planImport(present, { townId, filed: await filedFaces(sql, imported) })
  const named = await nameFaces(sql, { proposal, after: plan.after })
  const was = new Map(present.map(grid => [grid.id, grid]))
  const known = new Set(seen.map(({ id }) => id))
  const unseen = seenOf(plan, attributes).find(({ id }) => !known.has(id))
  if (unseen) throw invalid('seen', otherwise(was.get(unseen.id)?.name ?? ''))
  const after = [...named.values()].filter(grid => !isSame(was.get(grid.id), grid))
  const before = present.filter(({ id }) => plan.gone.has(id) || after.some(grid => grid.id === id))
  const replaced = new Map(after.map(grid => [grid.id, grid]))
  // For the outlines above, only what changes and what lies beside it counts.
  const near = nearTo(present, [...before, ...after])
  const tiers = await tiersAbove(sql, present)
  const stays = ({ id }: GroundGrid) => !plan.gone.has(id) && !replaced.has(id)
  const still = present.filter(grid => grid.parentId !== null && stays(grid))
  const all = [...near.filter(stays), ...after]
  return {
    townId,
    before: new Map(before.map(grid => [grid.id, grid])),
    after: replaced,
    made: plan.made,
    revived: [],
    gone: plan.gone,
    heirs: plan.gone,
    tiers: { before: new Map(), after: new Map() },
    still,
    rings: { before: facesOf(coverageOf(near, tiers), near), after: facesOf(coverageOf(all, tiers), all) },
    thematic: { drawn: [], redrawn: [], retired: [] },
  }
}

/** Of all grids those whose boxes meet that of a changed one. */
function nearTo(present: readonly GroundGrid[], changed: readonly GroundGrid[]): GroundGrid[] {
  const ringsOf = ({ polygon }: GroundGrid) => polygon.coordinates.slice(0, 1).map(ring => ring.map(spotOf))
  const index = new FaceIndex(present.map((grid, face) => ({ face, rings: ringsOf(grid) })))
  const reached = new Set(changed.flatMap(grid => index.near(ringsOf(grid))))
  return present.filter((_, face) => reached.has(face))
}

const isSame = (a: GroundGrid | undefined, b: GroundGrid) =>
  JSON.stringify(a) === JSON.stringify({ ...a, ...b })

const otherwise = (name: string) => ({
  zh: `文件在现有网格上会改动 ${name}，草稿起草时没有；请先合并`,
  en: `On the present grids the file changes ${name}, which it did not when it was drafted; merge the draft first`,
})
