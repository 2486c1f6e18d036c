import type { TransactionSql } from 'postgres'
import { invalid } from '../errors.ts'
import { spotOf } from '../region/rules/lattice.ts'
import type { Importing } from './draft.ts'
import { filedCoverage, townGround } from './filed-coverage.ts'
import type { GroundGrid, Outcome, Proposal } from './ground.ts'
import { checkedFace, coverageOf, facesOf } from './ground-coverage.ts'
import { nameFaces } from './name-faces.ts'
import { type ImportPlan, planImport, seenOf } from './plan-import.ts'
import type { Coverage } from './rules/coverage.ts'
import { FaceIndex } from './rules/face-index.ts'
import { Tiers } from './rules/tiers.ts'
import { sortOut } from './sort-out.ts'

/**
 * What a draft from a file makes of the grids as they are now, with the names that the draft gives.
 * @throws Refusal `invalid` naming the face or attribute at fault
 */
export async function reckonImport(
  sql: TransactionSql,
  proposal: Proposal & { imported: Importing },
): Promise<Outcome> {
  const { townId, imported, seen, attributes } = proposal
  const plan = await planImport(await townGround(sql, townId), {
    townId,
    filed: await filedCoverage(sql, townId, imported),
  })
  const was = new Map([...plan.present, ...plan.tiers].map(grid => [grid.id, grid]))
  const known = new Set(seen.map(({ id }) => id))
  const unseen = seenOf(plan, attributes).find(({ id }) => !known.has(id))
  if (unseen) throw invalid('seen', otherwise(was.get(unseen.id)?.name ?? ''))
  const divided = new Set(plan.tiersAfter.map(({ id }) => id))
  const named = await nameFaces(sql, { proposal, after: [...plan.tiersAfter, ...plan.after], divided })
  return { townId, ...outcomeOf(plan, named) }
}

function outcomeOf(plan: ImportPlan, named: ReadonlyMap<number, GroundGrid>): Omit<Outcome, 'townId'> {
  const { present, tiers, made, gone } = plan
  const stays = ({ id }: GroundGrid) => !gone.has(id) && !named.has(id)
  const before = [...present, ...tiers].filter(grid => !stays(grid))
  const isDivided = idsOf(plan.tiersAfter)
  const faces = [...named.values()].filter(({ id }) => !isDivided.has(id))
  // For the outlines above, only what changes and what lies beside it counts.
  const was = new Map(present.map(grid => [grid.id, grid]))
  const changed = faces.filter(grid => !isSame(was.get(grid.id), grid))
  const isChanged = isIn(changed)
  const near = nearTo(present, [...before.filter(grid => gone.has(grid.id) || isChanged(grid)), ...changed])
  const isSettled = (grid: GroundGrid) => !gone.has(grid.id) && !isChanged(grid) && !isDivided.has(grid.id)
  const all = [...near.filter(isSettled), ...changed]
  const tiersAfter = plan.tiersAfter.flatMap(({ id }) => named.get(id) ?? [])
  const coverage = coverageOf(all, [...tiersAfter, ...present.filter(isSettled)])
  const sorted = sortOut({
    before,
    after: new Map([...named].map(([id, grid]) => [id, shaped(grid, coverage)])),
    ...{ gone, coverage, wasDivided: idsOf(tiers) },
  })
  return {
    ...sorted,
    ...{ made, revived: [], gone, isFiled: true },
    still: stillIn(plan, sorted),
    rings: {
      before: facesOf(coverageOf(near, [...tiers, ...present]), near),
      after: facesOf(coverage, all),
    },
    thematic: { drawn: [], redrawn: [], retired: [] },
  }
}

/** A divided grid that is made is the outline of what lies in it. */
function shaped(grid: GroundGrid, coverage: Coverage): GroundGrid {
  if (grid.id > 0 || !coverage.isDivided(grid.id)) return grid
  return { ...grid, polygon: checkedFace(coverage.polygonOf(grid.id), grid.name, 'imported') }
}

const idsOf = (grids: readonly GroundGrid[]) => new Set(grids.map(({ id }) => id))

function isIn(grids: readonly GroundGrid[]): (grid: GroundGrid) => boolean {
  const ids = idsOf(grids)
  return ({ id }) => ids.has(id)
}

/** Faces that stay as they are in divided grids of which others change. */
function stillIn(plan: ImportPlan, { before, after }: Pick<Outcome, 'before' | 'after'>): GroundGrid[] {
  const [were, are] = [
    tiersOf([...plan.present, ...plan.tiers]),
    tiersOf([...after.values(), ...plan.tiersAfter]),
  ]
  const reached = new Set([
    ...[...before.keys()].flatMap(id => were.pathOf(id)),
    ...[...after.keys()].flatMap(id => are.pathOf(id)),
  ])
  if (reached.size === 0) return []
  return plan.present.filter(
    ({ id }) => !before.has(id) && !plan.gone.has(id) && were.pathOf(id).some(tier => reached.has(tier)),
  )
}

function tiersOf(grids: readonly GroundGrid[]): Tiers {
  const tiers = new Tiers()
  for (const { id, parentId } of grids) tiers.set(id, parentId)
  return tiers
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
