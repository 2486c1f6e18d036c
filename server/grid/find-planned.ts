import { area } from '@turf/turf'
import type { TransactionSql } from 'postgres'
import { type Context, read } from '../context.ts'
import { missing, Refusal } from '../errors.ts'
import { readTown } from '../list.ts'
import type { GridDraft } from './draft.ts'
import { findGrid, findGrids, type GridQuery, gridsWhere, noGrid } from './find.ts'
import { loadWaiting } from './find-drafts.ts'
import type { Grid } from './grid.ts'
import type { GroundGrid, Outcome } from './ground.ts'
import { reckon } from './reckon.ts'

/**
 * The grids of a town: those in force now, those of any day before, and for a day to come what approved drafts will
 * make of them by then, each marked as planned. `page` is what the next page goes on after.
 * @throws Refusal `forbidden`
 */
export async function findGridsThen(
  context: Context,
  query: GridQuery,
): Promise<{ grids: Grid[]; page: Grid[] }> {
  const { at, town, cursor } = query
  const page = await findGrids(context, query)
  if (!at) return { grids: page, page }
  return readTown(context, town, async ({ sql, now }) => {
    const plan = at > now ? await planOf(sql, { townId: town, from: now, at }) : null
    if (!plan) return { grids: page, page }
    const standing = page.flatMap(grid => (plan.gone.has(grid.id) ? [] : [plan.changed.get(grid.id) ?? grid]))
    // Grids to be made have no number yet; they come with the first page.
    return { grids: cursor === 0 ? [...plan.made, ...standing] : standing, page }
  })
}

/** One grid, as `findGridsThen` has it. @throws Refusal `missing` (also for one that will be gone by then) */
export async function findGridThen(
  context: Context,
  id: number,
  { at }: { at?: Date | undefined },
): Promise<Grid> {
  const grid = await findGrid(context, id, { at })
  if (!at) return grid
  return read(context, async ({ sql, now }) => {
    const plan = at > now ? await planOf(sql, { townId: grid.townId, from: now, at }) : null
    if (plan?.gone.has(id)) throw missing(noGrid)
    return plan?.changed.get(id) ?? grid
  })
}

interface Plan {
  changed: Map<number, Grid>
  gone: Set<number>
  made: Grid[]
}

interface Span {
  townId: number
  from: Date
  at: Date
}

/** What the approved drafts whose day comes by then will make; null when there is none. */
async function planOf(sql: TransactionSql, { townId, from, at }: Span): Promise<Plan | null> {
  const due = (await loadWaiting(sql, townId)).filter(
    ({ effectiveAt }) => effectiveAt && new Date(effectiveAt) <= at,
  )
  if (due.length === 0) return null
  const plan: Plan = { changed: new Map(), gone: new Set(), made: [] }
  for (const draft of due) {
    const outcome = await outcomeOf(sql, draft)
    if (outcome) await lay(sql, { plan, outcome, from: draft.effectiveAt ?? from.toISOString() })
  }
  return plan
}

/** Null for one that the grids no longer allow: on its day it will not come into force either. */
async function outcomeOf(sql: TransactionSql, draft: GridDraft): Promise<Outcome | null> {
  try {
    return await reckon(sql, draft)
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

interface Laying {
  plan: Plan
  outcome: Outcome
  from: string
}

async function lay(sql: TransactionSql, { plan, outcome, from }: Laying): Promise<void> {
  const { after, gone, tiers, thematic, townId } = outcome
  const numbers = new Map<number, number>()
  const drawn = [...tiers.after.values(), ...after.values(), ...thematic.redrawn, ...thematic.drawn]
  const known = await gridsWhere(sql, sql`where r.id = any(${drawn.map(({ id }) => id)}::int[])`)
  const was = new Map(known.map(grid => [grid.id, grid]))
  const names = await sql<{ id: number; name: string }[]>`
    select id, name from regions where id = any(${drawn.map(({ regionId }) => regionId)}::int[])`
  const regions = new Map(names.map(({ id, name }) => [id, name]))
  for (const grid of drawn) {
    const planned = plannedOf(grid, {
      townId,
      from,
      before: was.get(grid.id),
      regionName: regions.get(grid.regionId) ?? '',
    })
    if (planned.id > 0) {
      plan.changed.set(planned.id, planned)
      continue
    }
    const id = -plan.made.length - 1
    numbers.set(planned.id, id)
    const parentId = numbers.get(planned.parentId ?? 0) ?? planned.parentId
    plan.made.push({ ...planned, id, parentId })
  }
  for (const id of [...gone.keys(), ...thematic.retired.map(each => each.id)]) plan.gone.add(id)
}

interface About {
  townId: number
  from: string
  before: Grid | undefined
  regionName: string
}

/** People and households are those of now: how many will have moved along by then nobody knows. */
function plannedOf(grid: GroundGrid, { townId, from, before, regionName }: About): Grid {
  const { id, regionId, parentId, level, code, name, polygon, households, lead, phone, version } = grid
  return {
    ...{ id, townId, regionId, regionName, parentId, level, code, name, polygon, households, lead, phone },
    areaSquareMeters: area(polygon),
    people: before?.people ?? 0,
    validFrom: from,
    retiredAt: null,
    planned: true,
    version,
  }
}
