import { randomBytes } from 'node:crypto'
import { constants, gzipSync } from 'node:zlib'
import type { Sql } from 'postgres'
import type { Cells } from '../cells.ts'
import type { RiskField } from '../field.ts'
import type { RiskScale } from '../risk.ts'
import { BytesCache } from './cache.ts'
import type { TileAddress } from './frame.ts'
import { type CellNames, readNames } from './names.ts'
import { type Overview, overviewOf } from './overview.ts'
import { makeTile } from './tile.ts'

const mostBytes = 64 * 2 ** 20

interface Made {
  overview: Overview
  names: CellNames
  /** Tells outlines apart that have the same levels. */
  mark: string
}

export interface TileAsked {
  scale: RiskScale
  tile: TileAddress
  gzipped: boolean
}

/** The vector tiles of all towns' cells, made when asked for and kept while the levels stay as they are. */
export class CellTiles {
  readonly #cache: BytesCache
  readonly #begun = randomBytes(6).toString('base64url')
  readonly #made = new WeakMap<Cells, Promise<Made>>()
  readonly #ready = new WeakMap<Cells, Made>()

  constructor(cacheBytes: number = mostBytes) {
    this.#cache = new BytesCache(cacheBytes)
  }

  /** Reads what tiles need beside the field; once for a town's cells. */
  async prepare(sql: Sql, field: RiskField): Promise<Made> {
    const { cells, townId } = field
    const ready = this.#ready.get(cells)
    if (ready) return ready
    const known = this.#made.get(cells)
    if (known) return known
    const making = this.#make(sql, { cells, townId })
    this.#made.set(cells, making)
    making.then(
      made => this.#ready.set(cells, made),
      () => this.#made.delete(cells),
    )
    return making
  }

  async #make(sql: Sql, { cells, townId }: { cells: Cells; townId: number }): Promise<Made> {
    const overview = await overviewOf(cells)
    const names = await readNames(sql, { townId, size: cells.size })
    return { overview, names, mark: markOf(cells.positions) }
  }

  /** Names the content of every tile of a town and scale. */
  async markOf(sql: Sql, field: RiskField, scale: RiskScale): Promise<string> {
    return this.#markOf(this.#ready.get(field.cells) ?? (await this.prepare(sql, field)), field, scale)
  }

  // Severities have no hash: they are told apart by how often they changed since this process began.
  #markOf({ mark }: Made, field: RiskField, scale: RiskScale): string {
    return `${mark}.${field.hash(scale)}.${this.#begun}${field.turn.toString(36)}`
  }

  /** A tile as it is now; empty where no cells are. */
  async tile(
    sql: Sql,
    field: RiskField,
    { scale, tile, gzipped }: TileAsked,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const made = this.#ready.get(field.cells) ?? (await this.prepare(sql, field))
    const name = `${field.townId}/${scale}/${tile.z}/${tile.x}/${tile.y}${gzipped ? '.gz' : ''}`
    const mark = this.#markOf(made, field, scale)
    const kept = this.#cache.get(name, mark)
    if (kept) return kept
    const plain = makeTile(
      {
        ...made,
        cells: field.cells,
        levels: field.levels(scale),
        severityOf: field.severityReader(scale),
      },
      tile,
    )
    const bytes = gzipped && plain.length > 0 ? squeezed(plain) : plain
    this.#cache.put(name, mark, bytes)
    return bytes
  }
}

/** Speed before size: the second smallest level costs half of the usual one and a twentieth more bytes. */
const squeezed = (plain: Uint8Array): Uint8Array<ArrayBuffer> =>
  new Uint8Array(gzipSync(plain, { level: constants.Z_BEST_SPEED }))

/** A short name of numbers by their content (FNV-1a over whole numbers, two lanes). */
function markOf(positions: Int32Array): string {
  let a = 0x811c9dc5
  let b = 0x01000193
  for (let i = 0; i < positions.length; i++) {
    const value = positions[i] ?? 0
    a = Math.imul(a ^ value, 0x01000193)
    b = Math.imul(b ^ (value >>> 7) ^ i, 0x85ebca6b)
  }
  return `${(a >>> 0).toString(36)}${(b >>> 0).toString(36)}`
}
