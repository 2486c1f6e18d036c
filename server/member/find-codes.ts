import type { TransactionSql } from 'postgres'
import type { Context } from '../context.ts'
import { readTown } from '../list.ts'
import type { CodeProposal, CodeRule } from './member.ts'
import { type Coded, codesFor } from './rules/codes.ts'

// The first draft of a rule, until the town sets one: level digit and three-digit serial.
const firstRule = { levelDigits: 1, serialDigits: 3 }

export async function loadCodeRule(
  sql: TransactionSql,
  townId: number,
): Promise<CodeRule & { edition: number }> {
  const [row] = await sql<(CodeRule & { edition: number })[]>`
    select town_id as "townId", level_digits as "levelDigits", serial_digits as "serialDigits", edition
    from grid_code_rules where town_id = ${townId} order by edition desc limit 1`
  return row ?? { townId, ...firstRule, edition: 0 }
}

interface CodedRow extends Omit<Coded, 'middle'> {
  name: string
  version: number
  lng: number
  lat: number
}

/** The rule by which codes are made, and what it would give to grids whose code does not follow it. */
export const findCodes = (
  context: Context,
  { town }: { town: number },
): Promise<{ rule: CodeRule; proposals: CodeProposal[]; full: string[] }> =>
  readTown(context, town, async ({ sql }) => {
    const { edition: _edition, ...rule } = await loadCodeRule(sql, town)
    const rows = await sql<CodedRow[]>`
      select r.id, r.code, r.name, r.level, r.version, g.code as division,
        ST_X(ST_Centroid(r.geom)) as lng, ST_Y(ST_Centroid(r.geom)) as lat
      from grids r join regions g on g.id = r.region_id where r.town_id = ${town} and r.retired_at is null`
    const grids = rows.map(({ lng, lat, ...row }) => ({ ...row, middle: [lng, lat] as [number, number] }))
    const codes = codesFor(grids, rule, await codesEverUsed(sql, town))
    const named = new Map(grids.map(grid => [grid.id, grid]))
    const proposals: CodeProposal[] = []
    const full: string[] = []
    for (const [gridId, proposed] of codes) {
      const { name = '', code: now = '', version = 1 } = named.get(gridId) ?? {}
      if (proposed === null) full.push(name)
      else proposals.push({ gridId, name, now, proposed, version })
    }
    return { rule, proposals, full }
  })

/** Codes of grids in force, of retired ones, and of every earlier state. */
export async function codesEverUsed(sql: TransactionSql, townId: number): Promise<Set<string>> {
  const rows = await sql<{ code: string }[]>`
    select code from grids where town_id = ${townId} union select code from grid_versions where town_id = ${townId}`
  return new Set(rows.map(row => row.code))
}
