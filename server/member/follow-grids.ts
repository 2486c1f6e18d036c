import type { Inside } from '../context.ts'
import type { Duty, Posting } from './member.ts'
import { dayOf } from './today.ts'

interface Kept extends Omit<Posting, 'gridCode' | 'gridName'> {
  townId: number
}

/** Which grid gets the ground of which, from when on. */
export interface Succession {
  heirs: ReadonlyMap<number, number>
  from: Date
}

/**
 * Lets whoever keeps grids that go keep those that get their ground, from that day on. What they did before stays
 * for the record; who keeps the heir already is left as they are, and a grid that has a lead gets no second one.
 */
export async function followGrids(inside: Inside, { heirs, from }: Succession): Promise<void> {
  const day = dayOf(from)
  const gone = await postingsOf(inside, { gridIds: [...heirs.keys()], day })
  if (gone.length === 0) return
  const there = await postingsOf(inside, { gridIds: [...new Set(heirs.values())], day })
  for (const posting of gone) {
    const gridId = heirs.get(posting.gridId)
    if (gridId === undefined || gridId <= 0) continue
    await end(inside, posting, day)
    const own = there.filter(each => each.gridId === gridId)
    if (own.some(each => each.memberId === posting.memberId)) continue
    const duty = posting.duty === 'lead' && own.some(each => each.duty === 'lead') ? 'member' : posting.duty
    there.push(await begin(inside, posting, { gridId, duty, day }))
  }
}

async function postingsOf(
  { sql }: Inside,
  { gridIds, day }: { gridIds: number[]; day: string },
): Promise<Kept[]> {
  return [
    ...(await sql<Kept[]>`
      select id, town_id as "townId", member_id as "memberId", grid_id as "gridId", role, duty,
        to_char(from_on, 'YYYY-MM-DD') as "fromOn", to_char(to_on, 'YYYY-MM-DD') as "toOn", version
      from postings where grid_id = any(${gridIds}::int[]) and (to_on is null or to_on >= greatest(from_on, ${day}::date))
      order by id`),
  ]
}

/** The last day is the one before; a posting that had not begun by then never begins. */
async function end({ sql, record }: Inside, posting: Kept, day: string): Promise<void> {
  const { id, townId, version } = posting
  const [row] = await sql<{ toOn: string }[]>`
    update postings set to_on = greatest(from_on, ${day}::date) - 1, version = version + 1 where id = ${id}
    returning to_char(to_on, 'YYYY-MM-DD') as "toOn"`
  const after = { ...posting, toOn: row?.toOn ?? null, version: version + 1 }
  record({ verb: 'change', noun: 'posting', id, version: version + 1, townId, before: posting, after })
}

async function begin(
  { sql, record }: Inside,
  posting: Kept,
  { gridId, duty, day }: { gridId: number; duty: Duty; day: string },
): Promise<Kept> {
  const { townId, memberId, role, toOn } = posting
  const fromOn = posting.fromOn > day ? posting.fromOn : day
  const [row] = await sql<{ id: number; name: string }[]>`
    insert into postings (town_id, member_id, grid_id, role, duty, from_on, to_on)
    values (${townId}, ${memberId}, ${gridId}, ${role}, ${duty}, ${fromOn}, ${toOn})
    returning id, (select name from members where id = ${memberId}) as name`
  const id = row?.id ?? 0
  const after: Kept = { ...posting, id, gridId, duty, fromOn, version: 1 }
  record({
    verb: 'appoint',
    noun: 'posting',
    id,
    version: 1,
    townId,
    after: { ...after, name: row?.name ?? '' },
  })
  return after
}
