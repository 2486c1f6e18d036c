import type { TransactionSql } from 'postgres'
import type { Context } from '../context.ts'
import { readTown } from '../list.ts'
import { noRows, type RiskSettings } from './settings.ts'

/** How a region turns sources into colours now. @throws Refusal `forbidden` */
export const findSettings = (context: Context, { town }: { town: number }): Promise<RiskSettings> =>
  readTown(context, town, ({ sql }) => loadSettings(sql, town))

interface SettingsRow extends Omit<RiskSettings, 'setAt'> {
  at: Date
}

/** The version in force; version 0 with no rows where nobody set any. */
export async function loadSettings(sql: TransactionSql, townId: number): Promise<RiskSettings> {
  const [row] = await sql<SettingsRow[]>`
    select town_id as "townId", version, upgrades, exposure, decay, note, set_at as at, set_by as "setBy"
    from risk_settings where town_id = ${townId} order by version desc limit 1`
  if (!row) return { townId, version: 0, ...noRows, note: '', setAt: null, setBy: '' }
  const { at, ...settings } = row
  return { ...settings, setAt: at.toISOString() }
}
