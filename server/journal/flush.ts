import type { TransactionSql } from 'postgres'
import { type Context, plain } from '../context.ts'
import { type Row, seal } from './seal.ts'

/** One change of one noun, as a verb reports it. */
export interface Entry {
  verb: string
  noun: string
  id: number | null
  version?: number | null
  townId?: number | null
  incidentId?: number | null
  before?: unknown
  after?: unknown
}

/**
 * Writes the rows of one transaction. The head row is locked until commit, so a lower sequence is never
 * committed after a higher one and a reader that follows by sequence misses nothing.
 */
export async function flush(
  sql: TransactionSql,
  { entries, context, now }: { entries: Entry[]; context: Context; now: Date },
): Promise<void> {
  if (entries.length === 0) return
  const [head] = await sql<{ sequence: number; hash: Uint8Array }[]>`
    select sequence, hash from journal_head for update`
  if (!head) throw new Error('the journal has no head row')
  let { sequence, hash } = head
  sequence = Number(sequence)
  const rows = entries.map(entry => {
    sequence += 1
    const row = rowOf(entry, { context, now, sequence })
    hash = seal(hash, row)
    return { row, hash }
  })
  for (let at = 0; at < rows.length; at += rowsAtOnce) await insert(sql, rows.slice(at, at + rowsAtOnce))
  await sql`update journal_head set sequence = ${sequence}, hash = ${hash}`
  await sql`select pg_notify('sisetu_journal', ${String(sequence)})`
}

const rowsAtOnce = 500

async function insert(sql: TransactionSql, rows: readonly { row: Row; hash: Uint8Array }[]): Promise<void> {
  const written = rows.map(({ row, hash }) => ({ ...row, hash: Buffer.from(hash).toString('hex') }))
  await sql`
    insert into journal (sequence, at, world, town_id, incident_id, actor_id, actor, verb, noun, noun_id, version,
      before, after, request, hash)
    select r.sequence, r.at, r.world, r."townId", r."incidentId", r."actorId", r.actor, r.verb, r.noun, r."nounId",
      r.version, r.before, r.after, r.request, decode(r.hash, 'hex')
    from jsonb_to_recordset(${sql.json(plain(written))}) as r (sequence bigint, at timestamptz, world int,
      "townId" int, "incidentId" int, "actorId" int, actor text, verb text, noun text, "nounId" int, version int,
      before jsonb, after jsonb, request text, hash text)
    order by r.sequence`
}

function rowOf(
  entry: Entry,
  { context, now, sequence }: { context: Context; now: Date; sequence: number },
): Row {
  return {
    sequence,
    at: now.toISOString(),
    world: context.world.id,
    townId: entry.townId ?? null,
    incidentId: entry.incidentId ?? null,
    actorId: context.actor.id,
    actor: context.actor.name,
    verb: entry.verb,
    noun: entry.noun,
    nounId: entry.id,
    version: entry.version ?? null,
    before: plain(entry.before ?? null),
    after: plain(entry.after ?? null),
    request: context.request,
  }
}
