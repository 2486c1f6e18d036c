import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { TransactionSql } from 'postgres'
import { plain } from '../context.ts'
import { conflict } from '../errors.ts'
import type { Cells } from '../risk/cells.ts'
import { type RiskScale, scales } from '../risk/risk.ts'
import type { Edition } from './edition.ts'
import { loadEdition, type StoredLevels, sha256Of, storedLevels } from './find.ts'
import type { Cut, Past } from './past.ts'
import { type LevelMap, type LevelMaps, nameOfCells } from './past-map.ts'

const squeeze = promisify(gzip)

export interface Kept {
  townId: number
  name: string
  note: string
  cut: Cut
  signedAt: Date
  signedBy: string
  cells: Cells
  past: Past
  packed: PackedMaps
  previousId: number | null
}

/** The maps of an edition as they are stored, made before the transaction that stores them. */
export type PackedMaps = Record<RiskScale, Omit<StoredLevels, 'gzipped'> & { gzipped: Buffer }>

export async function packMaps(maps: LevelMaps): Promise<PackedMaps> {
  const pack = async ({ levels, hash, counts }: LevelMap) => ({
    hash,
    counts,
    sha256: sha256Of(levels),
    gzipped: await squeeze(levels),
  })
  return {
    inherent: await pack(maps.inherent),
    residual: await pack(maps.residual),
    live: await pack(maps.live),
  }
}

/** Writes an edition with its levels and reads them back. @throws Refusal `conflict` when one shows that instant already */
export async function keepEdition(sql: TransactionSql, kept: Kept): Promise<Edition> {
  const { townId, name, note, cut, signedAt, signedBy, cells, past, packed, previousId } = kept
  const methods = await sql`select id, method, edition, revision, title from risk_methods
    where id = any (${past.methodIds}::int[]) order by id`
  const [row] = await sql<{ id: number }[]>`
    insert into editions (town_id, name, note, as_of, sequence, signed_at, signed_by, cells_hash, cells, sources,
      settings_version, methods, previous_id)
    values (${townId}, ${name}, ${note}, ${cut.at}, ${cut.sequence}, ${signedAt}, ${signedBy}, ${nameOfCells(cells)},
      ${cells.count}, ${past.sources.length}, ${past.settingsVersion}, ${sql.json(plain(methods))}, ${previousId})
    on conflict do nothing returning id`
  if (!row) throw conflict(sameInstant)
  for (const scale of scales) {
    const { gzipped, hash, sha256, counts } = packed[scale]
    await sql`insert into edition_levels (edition_id, scale, levels, hash, sha256, counts)
      values (${row.id}, ${scale}, ${gzipped}, ${hash}, ${sha256}, ${counts}::int[])`
    // Throws when what came back is not what was put in.
    await storedLevels(sql, { id: row.id, scale })
  }
  return loadEdition(sql, row.id)
}

const sameInstant = {
  zh: '同一时刻已经签发过一版',
  en: 'An edition was signed as of this very instant already',
}
