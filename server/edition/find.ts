import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { TransactionSql } from 'postgres'
import { allow } from '../account/rules/rights.ts'
import { type Context, read } from '../context.ts'
import { missing } from '../errors.ts'
import { type Fragment, readTown } from '../list.ts'
import type { RiskScale } from '../risk/risk.ts'
import type { Edition, EditionMap } from './edition.ts'

const unsqueeze = promisify(gunzip)

type Dates = 'asOf' | 'signedAt' | 'withdrawnAt' | 'sequence'
interface EditionRow extends Omit<Edition, Dates> {
  asOf: Date
  signedAt: Date
  withdrawnAt: Date | null
  sequence: number | string | null
}

async function editionsWhere(sql: TransactionSql, where: Fragment): Promise<Edition[]> {
  const rows = await sql<EditionRow[]>`
    select e.id, e.town_id as "townId", e.name, e.note, e.as_of as "asOf", e.sequence, e.signed_at as "signedAt",
      e.signed_by as "signedBy", e.cells_hash as "cellsHash", e.cells, e.sources,
      e.settings_version as "settingsVersion", e.methods, e.previous_id as "previousId",
      (select jsonb_object_agg(l.scale, jsonb_build_object('hash', l.hash, 'sha256', l.sha256, 'counts', l.counts))
        from edition_levels l where l.edition_id = e.id) as maps,
      e.withdrawn_at as "withdrawnAt", e.withdrawn_by as "withdrawnBy", e.withdrawn_reason as "withdrawnReason",
      e.version
    from editions e ${where} order by e.as_of desc, e.id desc`
  return rows.map(({ asOf, signedAt, withdrawnAt, sequence, ...row }) => ({
    ...row,
    asOf: asOf.toISOString(),
    signedAt: signedAt.toISOString(),
    withdrawnAt: withdrawnAt?.toISOString() ?? null,
    sequence: sequence === null ? null : Number(sequence),
  }))
}

/** The editions of a town, the newest first, withdrawn ones too. @throws Refusal `forbidden` */
export const findEditions = (context: Context, { town }: { town: number }): Promise<Edition[]> =>
  readTown(context, town, ({ sql }) => editionsWhere(sql, sql`where e.town_id = ${town}`))

/** @throws Refusal `missing`, `forbidden` */
export const findEdition = (context: Context, id: number): Promise<Edition> =>
  read(context, async ({ sql, actor, world }) => {
    const edition = await loadEdition(sql, id)
    allow(actor, 'region.read', { world, townId: edition.townId })
    return edition
  })

/** An edition inside a transaction. @throws Refusal `missing` */
export async function loadEdition(sql: TransactionSql, id: number): Promise<Edition> {
  const [edition] = await editionsWhere(sql, sql`where e.id = ${id}`)
  if (!edition) throw missing({ zh: '没有这个版次', en: 'There is no such edition' })
  return edition
}

/** The newest edition that nobody withdrew. */
export async function standingEdition(sql: TransactionSql, townId: number): Promise<Edition | null> {
  const [edition] = await editionsWhere(
    sql,
    sql`where e.id = (select id from editions
    where town_id = ${townId} and withdrawn_at is null order by as_of desc, id desc limit 1)`,
  )
  return edition ?? null
}

/** The edition that shows a town at an instant, if one was signed as of exactly then. */
export async function editionAsOf(sql: TransactionSql, townId: number, at: Date): Promise<Edition | null> {
  const [edition] = await editionsWhere(sql, sql`where e.town_id = ${townId} and e.as_of = ${at}`)
  return edition ?? null
}

export interface StoredLevels extends EditionMap {
  gzipped: Uint8Array<ArrayBuffer>
}

/** The signed levels of an edition, gzipped. @throws Refusal `missing`, `forbidden` */
export const findEditionLevels = (
  context: Context,
  { id, scale }: { id: number; scale: RiskScale },
): Promise<StoredLevels> =>
  read(context, async ({ sql, actor, world }) => {
    const { townId } = await loadEdition(sql, id)
    allow(actor, 'region.read', { world, townId })
    return storedLevels(sql, { id, scale })
  })

/** @throws Error when the stored bytes are not the ones that were signed */
export async function storedLevels(
  sql: TransactionSql,
  { id, scale }: { id: number; scale: RiskScale },
): Promise<StoredLevels> {
  const [row] = await sql<(EditionMap & { levels: Uint8Array })[]>`
    select levels, hash, sha256, counts from edition_levels where edition_id = ${id} and scale = ${scale}`
  if (!row) throw missing({ zh: '没有这个版次', en: 'There is no such edition' })
  const { levels, ...map } = row
  const gzipped = new Uint8Array(levels)
  const found = sha256Of(await unsqueeze(gzipped))
  if (found !== map.sha256) throw new Error(`the ${scale} levels of edition ${id} are not the ones signed`)
  return { ...map, gzipped }
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** The plain levels an edition stores. */
export const plainLevels = async ({ gzipped }: StoredLevels): Promise<Uint8Array> =>
  new Uint8Array(await unsqueeze(gzipped))
