import type { BoundaryEdit } from '../../server/grid/boundary-edit.ts'
import type { GridDraft } from '../../server/grid/draft.ts'
import type { Grid } from '../../server/grid/grid.ts'
import { buildCoverage } from '../../server/grid/rules/build-coverage.ts'
import { inCoverage } from '../../server/grid/rules/leaves.ts'
import { outerChange } from '../../server/grid/rules/outer-change.ts'
import { replay } from '../../server/grid/rules/replay.ts'

/** What only divides, joins or swaps ground leaves the outer boundary where it is. */
const moving: ReadonlySet<BoundaryEdit['kind']> = new Set([
  'move-vertex',
  'delete-vertex',
  'move-edge',
  'reshape',
  'simplify',
])
/** Of more grids the review alone tells, which the server reckons. */
const mostGrids = 3000

/** Whether edits move the outer boundary of the town, as the grids stand now. */
export function movesOuter(edits: readonly BoundaryEdit[], grids: readonly Grid[]): boolean {
  const lowest = inCoverage(grids)
  if (lowest.length > mostGrids || !edits.some(({ kind }) => moving.has(kind))) return false
  const { coverage } = buildCoverage(lowest)
  coverage.setParents(lowest.map(({ id, regionId }) => [id, regionId]))
  const before = new Map(coverage.faceIds.map(face => [face, coverage.ringsOf(face)]))
  const done = replay(coverage, edits)
  if ('fault' in done) return false
  const was = [...done.touched].flatMap(face => [before.get(face) ?? []].filter(rings => rings.length > 0))
  const is = coverage.faceIds.filter(face => done.touched.has(face) || !before.has(face))
  const { gained, lost } = outerChange(
    was,
    is.map(face => coverage.ringsOf(face)),
  )
  return gained.length + lost.length > 0
}

/** Remembers what was found of each draft as long as it and the grids stay the same. */
export class OuterDrafts {
  readonly #known = new Map<string, boolean>()
  #grids: readonly Grid[] = []

  of(drafts: readonly GridDraft[], grids: readonly Grid[]): ReadonlySet<number> {
    if (grids !== this.#grids) this.#known.clear()
    this.#grids = grids
    return new Set(drafts.filter(draft => this.#isOuter(draft)).map(({ id }) => id))
  }

  #isOuter({ id, version, edits }: GridDraft): boolean {
    const name = `${id} ${version}`
    const known = this.#known.get(name) ?? movesOuter(edits, this.#grids)
    this.#known.set(name, known)
    return known
  }
}
