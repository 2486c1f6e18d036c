import { parse } from 'hono/utils/cookie'
import type { Sql } from 'postgres'
import type { Person, World } from '../../account/account.ts'
import { findPersonByToken, findWorld } from '../../account/find.ts'
import { cookieName } from '../../account/routes.ts'
import { allow, may } from '../../account/rules/rights.ts'
import { engines } from '../../engines.ts'
import { Refusal } from '../../errors.ts'
import type { RiskField } from '../field.ts'
import { type Asked, readAsked } from './asked.ts'
import { CellTiles, type TileAsked, type TileGiven } from './cell-tiles.ts'
import { type Answer, headersOf } from './reply.ts'

const rememberedMs = 3000
const mostRemembered = 1000
const mostReadyBytes = 16 * 2 ** 20

/** Whether a row of the journal on this noun may change who may read what. */
export const isAboutRights = (noun: string): boolean => ['session', 'person', 'drill'].includes(noun)

interface Known {
  actor: Person
  world: World
  until: number
}

/** Answers as they go onto the line, good while their field is the one in force and has not turned. */
interface Ready {
  asked: Asked
  field: RiskField
  turn: number
  etag: string
  answer: Answer
  /** For whoever has it. */
  unchanged: Answer
}

/** What a request names. */
export interface Asking {
  pathAndQuery: string
  /** The whole header. */
  cookie: string
  gzipped: boolean
  /** The tile that the asker has. */
  etag: string | undefined
}

/**
 * Hands tiles to whoever may read the town. A map asks for dozens at once: who asks is looked up once in three
 * seconds, not for each of them, and addresses that come again are not read again.
 */
export class TileDesk {
  readonly #sql: Sql
  readonly #tiles: CellTiles
  readonly #known = new Map<string, Known>()
  readonly #asked = new Map<string, Asked>()
  readonly #ready = new Map<string, Ready>()
  #readyBytes = 0
  #epoch = 0

  constructor(sql: Sql, tiles: CellTiles = new CellTiles()) {
    this.#sql = sql
    this.#tiles = tiles
  }

  /** @throws Refusal `missing`, `invalid` */
  asked(pathAndQuery: string): Asked {
    const known = this.#asked.get(pathAndQuery)
    if (known) return known
    const asked = readAsked(pathAndQuery)
    if (this.#asked.size >= mostRemembered) this.#asked.clear()
    this.#asked.set(pathAndQuery, asked)
    return asked
  }

  /** @throws Refusal `unauthenticated`, `missing` (no such world), `forbidden` */
  async field(cookie: string, { townId, worldId }: Pick<Asked, 'townId' | 'worldId'>): Promise<RiskField> {
    const { actor, world } = this.#remembered(cookie, worldId) ?? (await this.#lookUp(cookie, worldId))
    allow(actor, 'region.read', { world, townId })
    return engines().risk.get(townId, world.id)
  }

  #remembered(cookie: string, worldId: number): Known | undefined {
    const found = this.#known.get(`${worldId} ${cookie}`)
    return found && found.until > performance.now() ? found : undefined
  }

  async #lookUp(cookie: string, worldId: number): Promise<Known> {
    const epoch = this.#epoch
    const actor = await findPersonByToken(this.#sql, parse(cookie, cookieName)[cookieName] ?? '')
    if (!actor) throw new Refusal('unauthenticated', { zh: '请先登录', en: 'Sign in first' })
    const world = await findWorld(this.#sql, worldId)
    // Somebody may have signed out while it was looked up.
    if (epoch !== this.#epoch) return { actor, world, until: 0 }
    const fresh = { actor, world, until: performance.now() + rememberedMs }
    if (this.#known.size >= mostRemembered) this.#known.clear()
    this.#known.set(`${worldId} ${cookie}`, fresh)
    return fresh
  }

  etag(field: RiskField, asked: Asked): Promise<string> {
    return this.#tiles.etag(this.#sql, field, asked.scale)
  }

  tile(field: RiskField, asked: TileAsked): Promise<TileGiven> {
    return this.#tiles.tile(this.#sql, field, asked)
  }

  /**
   * An answer that is kept, for somebody who asked within the last seconds and may read the town; undefined whenever
   * there is anything to look up, to make or to refuse. Nothing is waited for: a map asks for dozens at once.
   */
  ready({ pathAndQuery, cookie, gzipped, etag }: Asking): Answer | undefined {
    const name = gzipped ? `${pathAndQuery} gzip` : pathAndQuery
    const kept = this.#ready.get(name)
    const asked = kept?.asked ?? this.#asked.get(pathAndQuery)
    if (!asked) return undefined
    const known = this.#remembered(cookie, asked.worldId)
    if (!known || !may(known.actor, 'region.read', { world: known.world, townId: asked.townId }))
      return undefined
    const field = engines().risk.loaded(asked.townId, asked.worldId)
    const isGood = kept && kept.field === field && kept.turn === field.turn
    const ready = isGood ? kept : field && this.#makeReady(name, { asked, field, gzipped })
    return ready && (etag === ready.etag ? ready.unchanged : ready.answer)
  }

  /** Looks up and makes what an answer needs, so that it is ready. @throws Refusal as `asked` and `field` do */
  async prepare({ pathAndQuery, cookie, gzipped }: Asking): Promise<void> {
    const asked = this.asked(pathAndQuery)
    const field = await this.field(cookie, asked)
    await this.tile(field, { ...asked, gzipped })
  }

  #makeReady(
    name: string,
    { asked, field, gzipped }: { asked: Asked; field: RiskField; gzipped: boolean },
  ): Ready | undefined {
    const tile = this.#tiles.kept(field, { ...asked, gzipped })
    if (!tile) return undefined
    const ready = { asked, field, turn: field.turn, ...packed(tile, gzipped) }
    if (this.#readyBytes > mostReadyBytes || this.#ready.size >= mostRemembered) {
      this.#ready.clear()
      this.#readyBytes = 0
    }
    this.#ready.set(name, ready)
    this.#readyBytes += tile.bytes.length
    return ready
  }

  /** Who asks next is looked up again: somebody signed out, or may do other things than before. */
  forget(): void {
    this.#known.clear()
    this.#epoch += 1
  }
}

/** The answers about a tile, their headers in turn with their values. */
function packed({ etag, bytes }: TileGiven, gzipped: boolean): Pick<Ready, 'etag' | 'answer' | 'unchanged'> {
  const bare = Object.entries(headersOf(etag, false)).flat()
  const full = [...Object.entries(headersOf(etag, gzipped)).flat(), 'Content-Length', String(bytes.length)]
  return {
    etag,
    answer: bytes.length === 0 ? { status: 204, head: bare } : { status: 200, head: full, bytes },
    unchanged: { status: 304, head: bare },
  }
}
