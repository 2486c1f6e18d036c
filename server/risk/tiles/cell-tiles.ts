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

export interface TileGiven {
  etag: string
  /** Empty where no cells are. */
  bytes: Uint8Array<ArrayBuffer>
}

/** What names a field's tiles: an ETag for each scale, good as long as no severity changes. */
interface Marks {
  /** Which of the fields seen so far; another one may have counted its changes the same. */
  serial: number
  turn: number
  etags: Map<RiskScale, string>
}

/** The vector tiles of all towns' cells, made when asked for and kept while the levels stay as they are. */
export class CellTiles {
  readonly #cache: BytesCache
  readonly #begun = randomBytes(6).toString('base64url')
  readonly #made = new WeakMap<Cells, Promise<Made>>()
  readonly #ready = new WeakMap<Cells, Made>()
  readonly #marks = new WeakMap<RiskField, Marks>()
  #fields = 0

  constructor(cacheBytes: number = mostBytes) {
    this.#cache = new BytesCache(cacheBytes)
  }

  async #prepared(sql: Sql, { cells, townId }: RiskField): Promise<Made> {
    const known = this.#ready.get(cells) ?? this.#made.get(cells)
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

  #marksOf(field: RiskField): Marks {
    const known = this.#marks.get(field)
    if (known?.turn === field.turn) return known
    const fresh = { serial: known?.serial ?? ++this.#fields, turn: field.turn, etags: new Map() }
    this.#marks.set(field, fresh)
    return fresh
  }

  // Severities have no hash: they are told apart by how often they changed since this process began.
  #etagOf({ mark }: Made, field: RiskField, scale: RiskScale): string {
    const { serial, turn, etags } = this.#marksOf(field)
    const known = etags.get(scale)
    if (known) return known
    const turned = `${serial.toString(36)}-${turn.toString(36)}`
    const etag = `"${mark}.${field.hash(scale)}.${this.#begun}${turned}"`
    etags.set(scale, etag)
    return etag
  }

  #nameOf(field: RiskField, { scale, tile, gzipped }: TileAsked): string {
    return `${this.#marksOf(field).serial}/${scale}/${tile.z}/${tile.x}/${tile.y}${gzipped ? '.gz' : ''}`
  }

  /** Names the content of every tile of a field's scale; reads what tiles need beside the field, once for its cells. */
  async etag(sql: Sql, field: RiskField, scale: RiskScale): Promise<string> {
    return this.#etagOf(await this.#prepared(sql, field), field, scale)
  }

  /** A tile that was made before and still holds. */
  kept(field: RiskField, asked: TileAsked): TileGiven | undefined {
    const made = this.#ready.get(field.cells)
    if (!made) return undefined
    const etag = this.#etagOf(made, field, asked.scale)
    const bytes = this.#cache.get(this.#nameOf(field, asked), etag)
    return bytes && { etag, bytes }
  }

  /** A tile as it is now. */
  async tile(sql: Sql, field: RiskField, asked: TileAsked): Promise<TileGiven> {
    const made = await this.#prepared(sql, field)
    const kept = this.kept(field, asked)
    if (kept) return kept
    const { scale, tile, gzipped } = asked
    const etag = this.#etagOf(made, field, scale)
    const assessed = scale === 'live' ? await field.assessedLevels() : null
    const plain = makeTile(
      {
        ...made,
        cells: field.cells,
        levels: field.levels(scale),
        assessed,
        severityOf: field.severityReader(scale),
      },
      tile,
    )
    const bytes = gzipped && plain.length > 0 ? squeezed(plain) : plain
    this.#cache.put(this.#nameOf(field, asked), etag, bytes)
    return { etag, bytes }
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
