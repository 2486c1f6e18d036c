import type { GroundGrid, Outcome } from './ground.ts'
import type { Coverage } from './rules/coverage.ts'

interface Sorting {
  /** Grids that may change, faces and divided ones, as they are. */
  before: readonly GroundGrid[]
  /** All that are there after, by what they are called then. */
  after: ReadonlyMap<number, GroundGrid>
  gone: ReadonlyMap<number, number>
  /** As it is after. */
  coverage: Coverage
  wasDivided: ReadonlySet<number>
}

/** Faces and divided grids before and after a change, each where it counts; what stays the same is left out. */
export function sortOut({
  before,
  after,
  gone,
  coverage,
  wasDivided,
}: Sorting): Pick<Outcome, 'before' | 'after' | 'tiers' | 'heirs'> {
  const known = new Map(before.map(grid => [grid.id, grid]))
  const isSame = ({ id }: GroundGrid) =>
    wasDivided.has(id) === coverage.isDivided(id) &&
    after.has(id) &&
    JSON.stringify(known.get(id)) === JSON.stringify({ ...known.get(id), ...after.get(id) })
  const [was, is] = [before, [...after.values()]].map(list => list.filter(grid => !isSame(grid)))
  const mapOf = (grids: GroundGrid[] = []) => new Map(grids.map(grid => [grid.id, grid]))
  const faces = was?.filter(({ id }) => !wasDivided.has(id))
  const lost = faces?.filter(({ id }) => !coverage.has(id)) ?? []
  return {
    before: mapOf(faces),
    after: mapOf(is?.filter(({ id }) => coverage.has(id))),
    tiers: {
      before: mapOf(was?.filter(({ id }) => wasDivided.has(id))),
      after: mapOf(is?.filter(({ id }) => coverage.isDivided(id))),
    },
    heirs: new Map(lost.map(({ id }) => [id, coverage.facesUnder(gone.get(id) ?? id)[0] ?? 0])),
  }
}

interface Lying {
  ground: readonly GroundGrid[]
  coverage: Coverage
  pathsBefore: ReadonlyMap<number, readonly number[]>
}

/** Faces that stay as they are in divided grids of which others change. */
export function stillIn(
  { before, after }: Pick<Outcome, 'before' | 'after'>,
  { ground, coverage, pathsBefore }: Lying,
): GroundGrid[] {
  const reached = new Set([
    ...[...before.keys()].flatMap(id => pathsBefore.get(id) ?? []),
    ...[...after.keys()].flatMap(id => coverage.pathOf(id)),
  ])
  if (reached.size === 0) return []
  return ground.filter(
    ({ id }) => !before.has(id) && coverage.has(id) && coverage.pathOf(id).some(tier => reached.has(tier)),
  )
}
