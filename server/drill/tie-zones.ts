import { findWorld } from '../account/find.ts'
import { type Context, type Inside, plain, read } from '../context.ts'

/** A consequence zone and a danger zone made of it, by what a copy keeps of each. */
interface Tie {
  made_at: string
  name: string
  drawn_at: string
  outline: string
}

/** Which live danger zones were made of which live consequence zones: numbers do not survive a copy. */
export async function findTies(context: Context, townId: number): Promise<Tie[]> {
  const live = await findWorld(context.sql, 0)
  return read(
    { ...context, world: live },
    ({ sql }) => sql<Tie[]>`
      select t.made_at::text, t.name, z.drawn_at::text, md5(ST_AsBinary(z.geom)) as outline
      from threats t
      cross join lateral jsonb_array_elements_text(t.zone_ids) as made (id)
      join zones z on z.id = made.id::int
      where t.town_id = ${townId} and t.withdrawn_at is null and z.lifted_at is null`,
  )
}

/** Tells the copied consequence zones of a new drill world which of its danger zones were made of them. */
export const tieZones = ({ sql }: Inside, ties: readonly Tie[]) => sql`
  update threats t set zone_ids = found.ids
  from (
    select t.id, jsonb_agg(z.id order by z.id) as ids
    from jsonb_to_recordset(${sql.json(plain(ties))}) as tie
      (made_at timestamptz, name text, drawn_at timestamptz, outline text)
    join threats t on t.made_at = tie.made_at and t.name = tie.name
    join zones z on z.drawn_at = tie.drawn_at and md5(ST_AsBinary(z.geom)) = tie.outline
    group by t.id
  ) as found
  where found.id = t.id`
