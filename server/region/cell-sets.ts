import type { Sql } from 'postgres'
import { realNow } from '../clock.ts'
import type { Inside } from '../context.ts'
import { conflict, missing } from '../errors.ts'
import type { Bbox } from './place.ts'

/** A set of a town's cells that is being filled; nobody sees it yet. */
export interface NewSet {
  townId: number
  number: number
  /** Of the region. */
  name: string
  version: number
  /** The set in force when this one was begun, and how many cells it has. */
  inForce: number
  replaced: number
}

interface TownRow {
  townId: number
  name: string
  version: number
  inForce: number
}

/** Begins a set for a town. @throws Refusal `missing`, `conflict` where cells are and none are to be replaced */
export async function makeSet(
  { sql, now, actor }: Inside,
  { code, replace }: { code: string; replace: boolean },
): Promise<NewSet> {
  const [town] = await sql<TownRow[]>`
    select id as "townId", name, version, cells_set as "inForce" from regions
    where code = ${code} and ready and town_id is null`
  if (!town)
    throw missing({ zh: `没有代码为 ${code} 的地区`, en: `There is no region with the code ${code}` })
  const { townId, inForce } = town
  const [held] = await sql<{ count: number; last: number }[]>`
    select coalesce((select cells from cell_sets where town_id = ${townId} and number = ${inForce}),
        (select count(*) from cells where town_id = ${townId}))::int as count,
      greatest(${inForce}::int, coalesce((select max(number) from cell_sets where town_id = ${townId}), 0)) as last`
  const replaced = held?.count ?? 0
  if (replaced > 0 && !replace) throw conflict(hasCells(replaced))
  const number = (held?.last ?? 0) + 1
  await sql`insert into cell_sets (town_id, number, cells, made_at, made_by)
    values (${townId}, ${number}, 0, ${now}, ${actor.name})`
  return { ...town, number, replaced }
}

/**
 * Retires the set in force and puts a filled one in its place; what is computed as of an earlier instant is computed
 * over the retired one. @throws Refusal `conflict` when another set came into force meanwhile
 */
export async function enforceSet(
  { sql, actor }: Inside,
  { set, cells, bounds }: { set: NewSet; cells: number; bounds: Bbox },
): Promise<void> {
  const { townId, number, inForce, replaced } = set
  const [town] = await sql<{ inForce: number }[]>`
    select cells_set as "inForce" from regions where id = ${townId} for no key update`
  if (town?.inForce !== inForce) throw conflict(overtaken)
  // Signers hold the same lock: what they signed before this instant, they signed over the retired set.
  const at = realNow()
  const [signed] = await sql`select from editions where town_id = ${townId} limit 1`
  // The cells in force were counted: to look for one now would read all those that just came.
  if (replaced > 0 || signed) {
    await sql`insert into cell_sets (town_id, number, cells, made_at, made_by, in_force_at, retired_at, retired_by)
      values (${townId}, ${inForce}, ${replaced}, ${at}, '', 'epoch', ${at}, ${actor.name})
      on conflict (town_id, number) do update set retired_at = excluded.retired_at, retired_by = excluded.retired_by`
  }
  await sql`update cell_sets set in_force_at = ${at}, cells = ${cells} where town_id = ${townId} and number = ${number}`
  // A region reaches as far as its cells do.
  const [west, south, east, north] = bounds
  await sql`
    update regions set cells_set = ${number}, west = least(west, ${west}), south = least(south, ${south}),
      east = greatest(east, ${east}), north = greatest(north, ${north})
    where id = ${townId}`
}

const rowsAtOnce = 500

/** Removes a set that never came into force, in short pieces of work. */
export async function dropSet(
  sql: Sql,
  { townId, number }: Pick<NewSet, 'townId' | 'number'>,
): Promise<void> {
  const pending = sql`select 1 from cell_sets where town_id = ${townId} and number = ${number} and in_force_at is null`
  for (let gone = rowsAtOnce; gone > 0; ) {
    const { count } = await sql`delete from cell_rows where id in (select id from cell_rows
      where town_id = ${townId} and set_number = ${number} and exists (${pending}) limit ${rowsAtOnce})`
    gone = count
  }
  await sql`delete from cell_sets where town_id = ${townId} and number = ${number} and in_force_at is null`
}

/**
 * Removes the sets that a killed import left: those begun before an instant, or all, which is only for a database that
 * nobody else writes to.
 */
export async function sweepSets(sql: Sql, begunBefore?: Date): Promise<void> {
  const old = begunBefore ? sql`and made_at < ${begunBefore}` : sql``
  const left = await sql<{ townId: number; number: number }[]>`
    select town_id as "townId", number from cell_sets where in_force_at is null ${old}`
  for (const set of left) await dropSet(sql, set)
}

const hasCells = (count: number) => ({
  zh: `该地区已有 ${count} 个单元格；加 --replace 以新换旧`,
  en: `The region has ${count} cells already; --replace puts the new ones in their place`,
})
const overtaken = {
  zh: '该地区的单元格刚被另一次导入换新，请重新导入',
  en: 'Another import gave the region new cells meanwhile; import again',
}
