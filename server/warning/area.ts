import type { TransactionSql } from 'postgres'
import { invalid } from '../errors.ts'
import type { Fragment } from '../list.ts'
import { checkPolygon } from '../region/rules/validity.ts'
import type { WarningInput } from './warning.ts'

/** The value of the column; null for the whole town. @throws Refusal `invalid` (not a valid polygon) */
export function areaOf(sql: TransactionSql, { area }: Pick<WarningInput, 'area'>): Fragment {
  if (!area) return sql`null`
  const checked = checkPolygon(area, 'area')
  if (!checked.valid) throw invalid(checked.path, checked.message)
  return sql`ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(checked.polygon)}), 4326)`
}

/** @throws Refusal `invalid` */
export function mustEndAhead({ until }: Pick<WarningInput, 'until'>, now: Date): void {
  if (Date.parse(until) <= now.getTime())
    throw invalid('until', { zh: '失效时间应在现在之后', en: 'A warning must end ahead' })
}
