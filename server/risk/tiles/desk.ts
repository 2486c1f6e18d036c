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

const rememberedMs = 3000
const mostRemembered = 1000

interface Known {
  actor: Person
  world: World
  until: number
}

/** What a request names beside its address. */
export interface Asking {
  /** The whole header. */
  cookie: string
  gzipped: boolean
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
    const actor = await findPersonByToken(this.#sql, parse(cookie, cookieName)[cookieName] ?? '')
    if (!actor) throw new Refusal('unauthenticated', { zh: '请先登录', en: 'Sign in first' })
    const world = await findWorld(this.#sql, worldId)
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
   * A tile that is kept, for somebody who asked within the last seconds and may read the town; undefined whenever
   * there is anything to look up, to make or to refuse.
   */
  async kept(pathAndQuery: string, { cookie, gzipped }: Asking): Promise<TileGiven | undefined> {
    const asked = this.asked(pathAndQuery)
    const known = this.#remembered(cookie, asked.worldId)
    if (!known || !may(known.actor, 'region.read', { world: known.world, townId: asked.townId }))
      return undefined
    const field = await engines().risk.get(asked.townId, known.world.id)
    return this.#tiles.kept(field, { scale: asked.scale, tile: asked.tile, gzipped })
  }
}
