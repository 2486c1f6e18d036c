import type { Sql, TransactionSql } from 'postgres'
import type { Row } from './seal.ts'

export interface JournalRow extends Row {
  hash: Uint8Array
}

interface Range {
  after: number
  limit: number
  world?: number
  /** Rows of a world, and of the drills that are seen from outside theirs. */
  worldOrDrills?: number
  incidentId?: number
}

/** Rows in commit order after a sequence. */
export async function follow(sql: Sql | TransactionSql, range: Range): Promise<JournalRow[]> {
  const rows =
    await sql`select sequence, at, world, town_id, incident_id, actor_id, actor, verb, noun, noun_id,
      version, before, after, request, hash
    from journal
    where sequence > ${range.after}
      ${range.world === undefined ? sql`` : sql`and world = ${range.world}`}
      ${range.worldOrDrills === undefined ? sql`` : sql`and (world = ${range.worldOrDrills} or noun = 'drill')`}
      ${range.incidentId === undefined ? sql`` : sql`and incident_id = ${range.incidentId}`}
    order by sequence limit ${range.limit}`
  return rows.map(row => ({
    sequence: Number(row.sequence),
    at: row.at.toISOString(),
    world: row.world,
    townId: row.town_id,
    incidentId: row.incident_id,
    actorId: row.actor_id,
    actor: row.actor,
    verb: row.verb,
    noun: row.noun,
    nounId: row.noun_id,
    version: row.version,
    before: row.before,
    after: row.after,
    request: row.request,
    hash: row.hash,
  }))
}

export async function lastSequence(sql: Sql | TransactionSql): Promise<number> {
  const [head] = await sql`select sequence from journal_head`
  return Number(head?.sequence ?? 0)
}
