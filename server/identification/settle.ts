import { type Inside, plain } from '../context.ts'
import type { IdentificationRun, Proposal } from './identification.ts'
import type { Proposed } from './rules/propose.ts'

export type Tally = Record<'fresh' | 'changed' | 'returned' | 'gone' | 'unchanged', number>

type News = Proposal['news']

/** What becomes of a proposal that a rule makes now, seen from what is kept of it; null leaves it as it is. */
export function newsOf(
  kept: Pick<Proposal, 'state' | 'factsHash'> | undefined,
  factsHash: string,
): News | null {
  if (!kept || kept.state === 'gone') return 'fresh'
  const isSame = kept.factsHash === factsHash
  if (kept.state === 'confirmed') return null
  if (kept.state === 'rejected') return isSame ? null : 'returned'
  return isSame ? 'unchanged' : 'changed'
}

/** Writes what one rule proposes over what it proposed before. */
export async function settle(
  { sql }: Inside,
  { run, rule, proposed }: { run: IdentificationRun; rule: string; proposed: Proposed[] },
): Promise<Tally> {
  const tally: Tally = { fresh: 0, changed: 0, returned: 0, gone: 0, unchanged: 0 }
  const kept = await sql<{ id: number; key: string; state: Proposal['state']; factsHash: string }[]>`
    select id, key, state, facts_hash as "factsHash" from proposals
    where town_id = ${run.townId} and rule = ${rule} order by id for update`
  const byKey = new Map(kept.map(row => [row.key, row]))
  const rows = proposed.flatMap(each => {
    const news = newsOf(byKey.get(each.key), each.factsHash)
    if (news === null) return []
    tally[news] += 1
    return [{ ...each, news }]
  })
  for (let i = 0; i < rows.length; i += 500) await write(sql, run, rows.slice(i, i + 500))
  const found = new Set(proposed.map(({ key }) => key))
  const gone = kept.filter(({ key, state }) => state === 'open' && !found.has(key)).map(({ id }) => id)
  if (gone.length > 0)
    await sql`update proposals set state = 'gone', run_id = ${run.id}, version = version + 1 where id in ${sql(gone)}`
  return { ...tally, gone: gone.length }
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
      version = proposals.version + (excluded.news <> 'unchanged')::int`
}
