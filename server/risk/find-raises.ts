import type { TransactionSql } from 'postgres'
import type { Context } from '../context.ts'
import { engines } from '../engines.ts'
import { readTown } from '../list.ts'
import { findField } from './find.ts'
import { type Raise, raised } from './live.ts'
import type { SourceRaise } from './risk.ts'
import { levelOfSeverity, unassessed } from './rules/severity.ts'

/** What raises the sources of a town on its live map as it stands, the gravest sources first. @throws Refusal `forbidden` */
export async function findRaises(context: Context, { town }: { town: number }): Promise<SourceRaise[]> {
  // Before the transaction: a field that is not there yet is read from the database first.
  const field = await findField(context, town)
  const raises = await engines().risk.raises(town, context.world.id)
  return readTown(context, town, async ({ sql }) => {
    const places = await placesOf(sql, [...raises.keys()])
    const begun = await sincesOf(sql, [...raises.values()].flat())
    const rows = [...raises].flatMap(([hazardId, list]): SourceRaise[] => {
      const place = places.get(hazardId)
      if (!place) return []
      const known = field.severitiesOf(hazardId)
      const standing = known ? (known.residual < 0 ? known.inherent : known.residual) : unassessed
      return list.map(raise => ({
        ...raise,
        ...place,
        since: begun.get(keyOf(raise))?.toISOString() ?? null,
        before: levelOfSeverity(standing),
        now: levelOfSeverity(raised(standing, list)),
        cleared: levelOfSeverity(
          raised(
            standing,
            list.filter(other => other !== raise),
          ),
        ),
      }))
    })
    return rows.sort((a, b) => (a.now || 9) - (b.now || 9) || a.hazardId - b.hazardId)
  })
}

const keyOf = ({ cause, nounId }: Pick<Raise, 'cause' | 'nounId'>) => `${cause} ${nounId}`

type Place = Pick<SourceRaise, 'name' | 'nameEn' | 'lngLat'>

async function placesOf(sql: TransactionSql, ids: number[]): Promise<Map<number, Place>> {
  if (ids.length === 0) return new Map()
  const rows = await sql<{ id: number; name: string; nameEn: string; lng: number; lat: number }[]>`
    select id, name, name_en as "nameEn", ST_X(point) as lng, ST_Y(point) as lat from hazards where id in ${sql(ids)}`
  return new Map(rows.map(({ id, lng, lat, ...names }) => [id, { ...names, lngLat: [lng, lat] }]))
}

async function sincesOf(sql: TransactionSql, raises: readonly Raise[]): Promise<Map<string, Date>> {
  const ids = (cause: Raise['cause']) => [
    0,
    ...raises.filter(each => each.cause === cause).map(each => each.nounId),
  ]
  const rows = await sql<{ cause: Raise['cause']; nounId: number; since: Date | null }[]>`
    select 'danger' as cause, id as "nounId", reported_at as since from dangers where id in ${sql(ids('danger'))}
    union all
    select 'warning', id, issued_at from warnings where id in ${sql(ids('warning'))}
    union all
    select 'reading', id, over_since from sensors where id in ${sql(ids('reading'))}`
  return new Map(rows.flatMap(row => (row.since ? [[keyOf(row), row.since] as const] : [])))
}
