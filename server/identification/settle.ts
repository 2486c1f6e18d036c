import { type Inside, plain } from '../context.ts'
import type { IdentificationRun, Proposal } from './identification.ts'
import { type Rejected, rejectionsOf } from './rejections.ts'
import type { Proposed } from './rules/propose.ts'

export type Tally = Record<'fresh' | 'changed' | 'returned' | 'gone' | 'unchanged', number>

type News = Proposal['news']

interface Kept extends Pick<Proposal, 'id' | 'key' | 'state' | 'news' | 'factsHash'> {
  /** Of a confirmed one: the source it became or marked is still what it was made. */
  stands: boolean
}

/** What becomes of a proposal that a rule makes now, seen from what is kept of it; null leaves it as it is. */
export function newsOf(
  kept: Pick<Kept, 'state' | 'news' | 'factsHash' | 'stands'> | undefined,
  factsHash: string,
): News | null {
  if (!kept) return 'fresh'
  const isSame = kept.factsHash === factsHash
  if (kept.state === 'confirmed') return kept.stands || isSame ? null : 'returned'
  if (kept.state === 'rejected') return isSame ? null : 'returned'
  // Until somebody decides, it is one that came back.
  if (kept.news === 'returned') return 'returned'
  if (kept.state === 'gone') return 'fresh'
  return isSame ? 'unchanged' : 'changed'
}

/** How a run counts it: one that came back and waits is no news again. */
const tallied = (kept: Kept | undefined, news: News, factsHash: string): keyof Tally => {
  if (kept?.state !== 'open' || news !== 'returned') return news
  return kept.factsHash === factsHash ? 'unchanged' : 'changed'
}

/** Writes what one rule proposes over what it proposed before. */
export async function settle(
  inside: Inside,
  { run, rule, proposed }: { run: IdentificationRun; rule: string; proposed: Proposed[] },
): Promise<Tally> {
  const { sql } = inside
  const { townId } = run
  const tally: Tally = { fresh: 0, changed: 0, returned: 0, gone: 0, unchanged: 0 }
  const kept = await sql<Kept[]>`
    select p.id, p.key, p.state, p.news, p.facts_hash as "factsHash",
      coalesce(case p.act when 'add' then h.standing <> 'rejected' else h.major end, false) as stands
    from proposals p left join hazards h on h.id = p.hazard_id
    where p.town_id = ${townId} and p.rule = ${rule} order by p.id for update of p`
  const byKey = new Map(kept.map(row => [row.key, row]))
  const back = await rejectedAsNow(sql, { townId, proposed, byKey })
  const rows = proposed.flatMap(each => {
    const known = byKey.get(each.key)
    const news = newsOf(known, each.factsHash)
    if (news === null || back.has(known?.id ?? 0)) return []
    tally[tallied(known, news, each.factsHash)] += 1
    return [{ ...each, news }]
  })
  for (let i = 0; i < rows.length; i += 500) await write(sql, run, rows.slice(i, i + 500))
  for (const [id, rejected] of back) await rejectAgain(sql, id, { run, rejected })
  const found = new Set(proposed.map(({ key }) => key))
  const gone = kept.filter(({ key, state }) => state === 'open' && !found.has(key)).map(({ id }) => id)
  if (gone.length > 0)
    await sql`update proposals set state = 'gone', run_id = ${run.id}, version = version + 1 where id in ${sql(gone)}`
  return { ...tally, gone: gone.length + back.size }
}

interface Returning {
  townId: number
  proposed: readonly Proposed[]
  byKey: ReadonlyMap<string, Kept>
}

/** What came back once and has now the very facts again that it was rejected for, by number. */
async function rejectedAsNow(
  sql: Inside['sql'],
  { townId, proposed, byKey }: Returning,
): Promise<Map<number, Rejected>> {
  const pairs = proposed.flatMap(({ key, factsHash }) => {
    const known = byKey.get(key)
    return known && known.news === 'returned' && (known.state === 'open' || known.state === 'gone')
      ? [{ id: known.id, factsHash }]
      : []
  })
  const rejections = await rejectionsOf(sql, { townId, ids: pairs.map(({ id }) => id) })
  return new Map(
    pairs.flatMap(({ id, factsHash }): [number, Rejected][] => {
      const rejected = rejections.get(id)
      return rejected?.factsHash === factsHash ? [[id, rejected]] : []
    }),
  )
}

/** Puts a proposal back as it was rejected: the facts that brought it back have gone again. */
async function rejectAgain(
  sql: Inside['sql'],
  id: number,
  { run, rejected }: { run: IdentificationRun; rejected: Rejected },
): Promise<void> {
  const { facts, factsHash, reasons, reason, decidedBy, decidedAt } = rejected
  await sql`update proposals set state = 'rejected', facts = ${sql.json(plain(facts))}, facts_hash = ${factsHash},
      reasons = ${sql.json(plain(reasons))}, reason = ${reason}, decided_by = ${decidedBy},
      decided_at = ${decidedAt}, run_id = ${run.id}, version = version + 1
    where id = ${id}`
}

async function write(
  sql: Inside['sql'],
  run: IdentificationRun,
  rows: (Proposed & { news: News })[],
): Promise<void> {
  const list = rows.map(({ name, lngLat: [lng, lat], marks, ...row }) => ({
    ...row,
    name: name.zh,
    nameEn: name.en,
    lng,
    lat,
    marks,
    act: marks === null ? 'add' : 'mark-major',
  }))
  await sql`insert into proposals (town_id, rule, key, act, hazard_id, name, name_en, domain, kind, point, reach_meters,
      reasons, facts, facts_hash, state, news, run_id)
    select ${run.townId}, p.rule, p.key, p.act, p.marks, p.name, p."nameEn", p.domain, p.kind,
      ST_SetSRID(ST_MakePoint(p.lng, p.lat), 4326), p."reachMeters", p.reasons, p.facts, p."factsHash", 'open', p.news,
      ${run.id}
    from jsonb_to_recordset(${sql.json(plain(list))}) as p (rule text, key text, act text, marks int, name text,
      "nameEn" text, domain text, kind text, lng float8, lat float8, "reachMeters" float8, reasons jsonb, facts jsonb,
      "factsHash" text, news text)
    on conflict (town_id, rule, key) do update set name = excluded.name, name_en = excluded.name_en,
      domain = excluded.domain, kind = excluded.kind, point = excluded.point, reach_meters = excluded.reach_meters,
      reasons = excluded.reasons, facts = excluded.facts, facts_hash = excluded.facts_hash, state = 'open',
      news = excluded.news, run_id = excluded.run_id, hazard_id = excluded.hazard_id, decided_at = null,
      decided_by = '', reason = '',
      version = proposals.version + (excluded.facts_hash <> proposals.facts_hash or proposals.state <> 'open')::int`
}
