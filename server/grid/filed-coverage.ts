import type { TransactionSql } from 'postgres'
import { loadBoundaryImport, loadPacked } from '../boundary/find.ts'
import { unpackedCoverage } from '../boundary/prepare.ts'
import { type Named, namedFaces } from '../boundary/rules/name-faces.ts'
import type { Polygon } from '../region/place.ts'
import type { Importing } from './draft.ts'
import { type GroundGrid, groundColumns } from './ground.ts'

/** A face of a clean file with what the file says of it. */
export interface FiledFace extends Named {
  /** Whether the file itself says the name. */
  isNamed: boolean
  row: number
  piece: number
  polygon: Polygon
  /** The village that the file names, if there is one of that name or code. */
  regionId: number | undefined
}

/** A clean file: its faces, the rows that others lie in, and whether it says who lies in whom at all. */
export interface Filed {
  faces: FiledFace[]
  tiers: FiledFace[]
  saysLevels: boolean
}

/** @throws Refusal `missing` */
export async function filedCoverage(
  sql: TransactionSql,
  townId: number,
  { importId }: Importing,
): Promise<Filed> {
  const { fieldMap } = await loadBoundaryImport(sql, importId)
  const { cleaned } = await loadPacked(sql, importId)
  const regions = await regionsOf(sql, townId)
  const { faces, tiers } = unpackedCoverage(cleaned)
  const filed = (rows: typeof tiers): FiledFace[] =>
    namedFaces(rows, fieldMap).map(face => ({
      ...face,
      isNamed: fieldMap.name !== null && (face.values[fieldMap.name] ?? '') !== '',
      regionId: regions.get(face.parent),
    }))
  const saysLevels = fieldMap.above !== null && fieldMap.code !== null
  return { faces: filed(faces), tiers: filed(tiers), saysLevels }
}

async function regionsOf(sql: TransactionSql, townId: number): Promise<Map<string, number>> {
  const rows = await sql<{ id: number; code: string; name: string }[]>`
    select id, code, name from regions where id = ${townId} or town_id = ${townId} order by id`
  return new Map(rows.flatMap(({ id, code, name }) => [[name, id] as const, [code, id] as const]))
}

/** The faces that form the coverage of a town, and the divided grids that they lie in. */
export interface TownGround {
  present: GroundGrid[]
  tiers: GroundGrid[]
}

export async function townGround(sql: TransactionSql, townId: number): Promise<TownGround> {
  const all = await sql<GroundGrid[]>`
    select ${groundColumns(sql)} from grids r
    where r.town_id = ${townId} and r.retired_at is null and r.level <> 'thematic' order by r.id`
  return apart([...all])
}

/** Faces and divided grids of a list, told apart. */
export function apart(grids: readonly GroundGrid[]): TownGround {
  const divided = new Set(grids.map(({ parentId }) => parentId))
  return {
    present: grids.filter(({ id }) => !divided.has(id)),
    tiers: grids.filter(({ id }) => divided.has(id)),
  }
}
