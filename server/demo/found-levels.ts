import type { Context } from '../context.ts'
import { approve } from '../grid/approve.ts'
import type { BoundaryEdit } from '../grid/boundary-edit.ts'
import { type FaceAttributes, GridDraftInput } from '../grid/draft.ts'
import { findGrids, GridQuery } from '../grid/find.ts'
import type { Grid, SeenGrids } from '../grid/grid.ts'
import { propose } from '../grid/propose.ts'
import { buildCoverage } from '../grid/rules/build-coverage.ts'
import { saveDraft } from '../grid/save-draft.ts'
import { appoint } from '../member/appoint.ts'
import { enlist } from '../member/enlist.ts'
import { dayOf } from '../member/today.ts'
import { boxOf, type Spot } from '../region/rules/lattice.ts'
import { asPerson } from './as-person.ts'
import { personNames, phoneNumbers } from './names.ts'
import { random } from './random.ts'

/** A grid that is divided: the parts of it from west to east, one of them perhaps divided once more. */
interface Estate {
  /** Its place among the grids, the most crowded first. */
  place: number
  parts: string[]
  /** Which part is divided again, and into what. */
  again?: { part: number; parts: string[] }
}

const estates: readonly Estate[] = [
  { place: 9, parts: ['1 至 6 号楼', '7 至 12 号楼', '13 至 18 号楼'] },
  { place: 23, parts: ['临街商铺', '居民楼'], again: { part: 1, parts: ['1 号楼', '2 号楼'] } },
]

/**
 * Divides two housing estates of the demo town into buildings, each reviewed by somebody else than who drew it. Most
 * lower grids have a lead of their own; the others, and all stand-ins, are those of the grid above.
 */
export async function foundLevels(context: Context, townId: number): Promise<void> {
  const manager = await asPerson(context, 'demo-grid-manager')
  const grids = await findGrids(context, GridQuery.parse({ town: String(townId), limit: '5000' }))
  if (!manager || grids.some(({ parentId }) => parentId !== null)) return
  const crowded = [...grids].sort((a, b) => b.people - a.people || a.id - b.id)
  const [person, phone] = [personNames(random('building leads')), phoneNumbers(7000)]
  const lead = () => ({ lead: person(), phone: phone() })
  for (const estate of estates) {
    const grid = crowded.slice(estate.place).find(each => touchedBy(grids, editsOf(each, estate)))
    const touched = grid && touchedBy(grids, editsOf(grid, estate))
    if (!grid || !touched) continue
    const seen = grids.filter(({ id }) => touched.has(id)).map(({ id, version }) => ({ id, version }))
    await divideEstate({ manager, reviewer: context }, { grid, estate, seen, lead })
  }
}

interface Dividing {
  grid: Grid
  estate: Estate
  seen: SeenGrids
  lead: () => { lead: string; phone: string }
}

async function divideEstate(
  { manager, reviewer }: { manager: Context; reviewer: Context },
  { grid, estate, seen, lead }: Dividing,
): Promise<void> {
  const { townId, name } = grid
  const { parts, again } = estate
  // The last part has nobody of its own.
  const attributes: FaceAttributes[] = parts.map((part, i) => ({
    face: -i - 1,
    name: `${name}·${part}`,
    ...(i < parts.length - 1 ? lead() : {}),
  }))
  if (again) {
    attributes.push(
      ...again.parts.map((part, i) => ({ face: -parts.length - i - 1, name: `${name}·${part}`, ...lead() })),
    )
  }
  const more = { name: `${name}划到楼栋`, reason: '小区按楼栋设下级网格，楼栋长包户' }
  const draft = await saveDraft(
    manager,
    null,
    GridDraftInput.parse({
      townId,
      edits: editsOf(grid, estate),
      attributes,
      seen,
      version: 0,
      ...more,
    }),
  )
  const proposed = await propose(manager, draft.id, { version: draft.version })
  const input = { version: proposed.version, effectiveAt: null, note: '同意，按楼栋落实到人' }
  const { made } = await approve(reviewer, draft.id, input)
  await postLeads(manager, { townId, made, attributes })
}

function editsOf(grid: Grid, { parts, again }: Estate): BoundaryEdit[] {
  const divide = (face: number, lines: Spot[][]): BoundaryEdit => ({ kind: 'divide', face, lines })
  const first = divide(grid.id, linesAcross(grid, parts.length))
  return again ? [first, divide(-again.part - 1, linesAcross(grid, again.parts.length, 'row'))] : [first]
}

/** The grids that the edits touch when all are done one after the other, or null when one cannot be. */
function touchedBy(grids: readonly Grid[], edits: readonly BoundaryEdit[]): Set<number> | null {
  const { coverage } = buildCoverage(grids)
  const touched = new Set<number>()
  for (const edit of edits) {
    const result = coverage.apply(edit)
    if (!result.done) return null
    for (const id of [...result.faces, ...result.gone, ...result.origins.flatMap(({ from }) => from)])
      touched.add(id)
  }
  return touched
}

async function postLeads(
  context: Context,
  {
    townId,
    made,
    attributes,
  }: { townId: number; made: { face: number; id: number }[]; attributes: FaceAttributes[] },
): Promise<void> {
  const ids = new Map(made.map(({ face, id }) => [face, id]))
  for (const { face, lead, phone = '' } of attributes) {
    const gridId = ids.get(face)
    if (!lead || gridId === undefined) continue
    const member = await enlist(context, { townId, name: lead, phone, unit: '居民小区' })
    const fromOn = dayOf(new Date())
    await appoint(context, member.id, { gridId, role: 'household-lead', duty: 'lead', fromOn, toOn: null })
  }
}

/** Lines that cut a grid's box into as many columns or rows as there are parts. */
function linesAcross({ polygon }: Grid, parts: number, into: 'column' | 'row' = 'column'): Spot[][] {
  const ring = (polygon.coordinates[0] ?? []).map(
    ([x, y]): Spot => [Math.round(x * 1e7), Math.round(y * 1e7)],
  )
  const [west, south, east, north] = boxOf(ring)
  const over = 500
  return Array.from({ length: parts - 1 }, (_, i): Spot[] => {
    const share = (i + 1) / parts
    const [x, y] = [Math.round(west + (east - west) * share), Math.round(south + (north - south) * share)]
    return into === 'column'
      ? [
          [x, north + over],
          [x, south - over],
        ]
      : [
          [west - over, y],
          [east + over, y],
        ]
  })
}
