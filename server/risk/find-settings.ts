import type { TransactionSql } from 'postgres'
import type { Context } from '../context.ts'
import { readTown } from '../list.ts'
import type { RiskSettings } from './rules/settings-words.ts'
import { noRows } from './settings.ts'

/** How a region turns sources into colours now. @throws Refusal `forbidden` */
export const findSettings = (context: Context, { town }: { town: number }): Promise<RiskSettings> =>
  readTown(context, town, ({ sql }) => loadSettings(sql, town))

const mostVersions = 50

/** The versions a region had, newest first. @throws Refusal `forbidden` */
export const findSettingsHistory = (context: Context, { town }: { town: number }): Promise<RiskSettings[]> =>
  readTown(context, town, ({ sql }) => versionsOf(sql, { townId: town, limit: mostVersions }))

interface SettingsRow extends Omit<RiskSettings, 'setAt'> {
  at: Date
}

/** The version in force; version 0 with no rows where nobody set any. */
export async function loadSettings(sql: TransactionSql, townId: number): Promise<RiskSettings> {
  const [settings] = await versionsOf(sql, { townId, limit: 1 })
  return settings ?? { townId, version: 0, ...noRows, note: '', setAt: null, setBy: '' }
}

async function versionsOf(
  sql: TransactionSql,
  { townId, limit }: { townId: number; limit: number },
): Promise<RiskSettings[]> {
  const rows = await sql<SettingsRow[]>`
    select town_id as "townId", version, upgrades, exposure, decay, note, set_at as at, set_by as "setBy"
    from risk_settings where town_id = ${townId} order by version desc limit ${limit}`
  return rows.map(({ at, ...settings }) => ({ ...settings, setAt: at.toISOString() }))
}
