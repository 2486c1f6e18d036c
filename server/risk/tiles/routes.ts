import { Hono, type Context as HonoContext } from 'hono'
import { getCookie } from 'hono/cookie'
import type { Sql } from 'postgres'
import type { Person, World } from '../../account/account.ts'
import { findPersonByToken, findWorld } from '../../account/find.ts'
import { cookieName } from '../../account/routes.ts'
import { allow } from '../../account/rules/rights.ts'
import { engines } from '../../engines.ts'
import { invalid, missing, Refusal } from '../../errors.ts'
import type { Served } from '../../request.ts'
import type { RiskField } from '../field.ts'
import { RiskScale } from '../risk.ts'
import { CellTiles } from './cell-tiles.ts'
import type { TileAddress } from './frame.ts'

const deepestZoom = 20
const rememberedMs = 3000
const mostRemembered = 1000

interface Asked {
  townId: number
  scale: RiskScale
  tile: TileAddress
}

interface Known {
  actor: Person
  world: World
  until: number
}

/**
 * Vector tiles of the cells for other programs: `GET /tiles/cells/{z}/{x}/{y}.mvt?town=&scale=` and the TileJSON that
 * says so, `GET /tiles/cells.json?town=`. Whoever may read the town may read them.
 */
export function cellTileRoutes({ sql, tiles = new CellTiles() }: { sql: Sql; tiles?: CellTiles }) {
  const known = new Map<string, Known>()
  // A map asks for dozens of tiles at once: who asks is looked up once in three seconds, not for each of them.
  const whoAsks = async (c: HonoContext<Served>): Promise<Known> => {
    const key = `${c.req.query('world') ?? ''} ${c.req.header('cookie') ?? ''}`
    const found = known.get(key)
    if (found && found.until > performance.now()) return found
    const actor = await findPersonByToken(sql, getCookie(c, cookieName) ?? '')
    if (!actor) throw new Refusal('unauthenticated', { zh: '请先登录', en: 'Sign in first' })
    const world = await findWorld(sql, wholeOf(c.req.query('world') ?? '0', 'world'))
    const fresh = { actor, world, until: performance.now() + rememberedMs }
    if (known.size >= mostRemembered) known.clear()
    known.set(key, fresh)
    return fresh
  }
  const fieldFor = async (c: HonoContext<Served>, townId: number): Promise<RiskField> => {
    const { actor, world } = await whoAsks(c)
    allow(actor, 'region.read', { world, townId })
    return engines().risk.get(townId)
  }
  // Maps ask for the same addresses again and again.
  const asked = new Map<string, Asked>()
  const askedOf = (c: HonoContext<Served>): Asked => {
    const found = asked.get(c.req.url)
    if (found) return found
    const townId = wholeOf(c.req.query('town'), 'town')
    const fresh = { townId, scale: scaleOf(c), tile: addressOf(c.req.param()) }
    if (asked.size >= mostRemembered) asked.clear()
    asked.set(c.req.url, fresh)
    return fresh
  }
  return new Hono<Served>()
    .get('/cells.json', async c => {
      const field = await fieldFor(c, wholeOf(c.req.query('town'), 'town'))
      return c.json(tileJson(field, { scale: scaleOf(c), origin: new URL(c.req.url).origin }), 200, {
        'Cache-Control': 'private, no-cache',
      })
    })
    .get('/cells/:z/:x/:file', async c => {
      const { townId, scale, tile } = askedOf(c)
      const field = await fieldFor(c, townId)
      const gzipped = /\bgzip\b/.test(c.req.header('accept-encoding') ?? '')
      const etag = `"${await tiles.markOf(sql, field, scale)}"`
      const headers: Record<string, string> = {
        ETag: etag,
        'Cache-Control': 'private, no-cache',
        Vary: 'Accept-Encoding, Cookie',
        'Content-Type': 'application/vnd.mapbox-vector-tile',
        'X-Content-Type-Options': 'nosniff',
      }
      if (c.req.header('if-none-match') === etag) return new Response(null, { status: 304, headers })
      const bytes = await tiles.tile(sql, field, { scale, tile, gzipped })
      if (bytes.length === 0) return new Response(null, { status: 204, headers })
      if (gzipped) headers['Content-Encoding'] = 'gzip'
      return new Response(bytes, { headers })
    })
}

const noTile = () => missing({ zh: '没有这个瓦片', en: 'There is no such tile' })

function addressOf({ z = '', x = '', file = '' }: Record<string, string>): TileAddress {
  const match = /^(\d{1,8})\.(?:mvt|pbf)$/.exec(file)
  if (!match || !/^\d{1,2}$/.test(z) || !/^\d{1,8}$/.test(x)) throw noTile()
  const tile = { z: Number(z), x: Number(x), y: Number(match[1]) }
  if (tile.z > deepestZoom || tile.x >= 2 ** tile.z || tile.y >= 2 ** tile.z) throw noTile()
  return tile
}

function wholeOf(text: string | undefined, path: string): number {
  if (text === undefined || !/^\d{1,9}$/.test(text)) {
    throw invalid(path, { zh: `${path} 应为整数编号`, en: `${path} must be a whole number` })
  }
  return Number(text)
}

function scaleOf(c: HonoContext<Served>): RiskScale {
  const parsed = RiskScale.safeParse(c.req.query('scale') ?? 'residual')
  if (!parsed.success) {
    const all = RiskScale.options.join(', ')
    throw invalid('scale', { zh: `scale 应为 ${all} 之一`, en: `scale must be one of ${all}` })
  }
  return parsed.data
}

// TileJSON 3.0.0
function tileJson({ cells, townId }: RiskField, { scale, origin }: { scale: RiskScale; origin: string }) {
  const degrees = (units: number) => Math.round(units) / 1e7
  const bounds = [
    degrees(cells.west - cells.binX),
    degrees(cells.south - cells.binY),
    degrees(cells.west + cells.columns * cells.binX),
    degrees(cells.south + cells.rows * cells.binY),
  ]
  return {
    tilejson: '3.0.0',
    name: `Sisetu ${townId} ${scale}`,
    tiles: [`${origin}/tiles/cells/{z}/{x}/{y}.mvt?town=${townId}&scale=${scale}`],
    minzoom: 0,
    maxzoom: 16,
    bounds,
    vector_layers: [
      {
        id: 'cells',
        description: '0 未评估 / not assessed, 1 红 / red, 2 橙 / orange, 3 黄 / yellow, 4 蓝 / blue',
        fields: { level: 'Number', code: 'String', severity: 'Number' },
      },
    ],
  }
}
