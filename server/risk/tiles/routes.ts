import { Hono } from 'hono'
import type { Served } from '../../request.ts'
import { boxOfCells } from '../cell-places.ts'
import type { RiskField } from '../field.ts'
import type { RiskScale } from '../risk.ts'
import { scaleOf, wholeOf } from './asked.ts'
import type { TileDesk } from './desk.ts'
import { headersOf, isGzipTaken } from './reply.ts'

/**
 * Vector tiles of the cells for other programs: `GET /tiles/cells/{z}/{x}/{y}.mvt?town=&scale=&world=` and the TileJSON
 * that says so, `GET /tiles/cells.json?town=`. Whoever may read the town may read them.
 */
export function cellTileRoutes({ desk }: { desk: TileDesk }) {
  return new Hono<Served>()
    .get('/cells.json', async c => {
      const place = {
        townId: wholeOf(c.req.query('town'), 'town'),
        worldId: wholeOf(c.req.query('world') ?? '0', 'world'),
      }
      const field = await desk.field(c.req.header('cookie') ?? '', place)
      const { origin } = new URL(c.req.url)
      const told = tileJson(field, { ...place, scale: scaleOf(c.req.query('scale')), origin })
      return c.json(told, 200, { 'Cache-Control': 'private, no-cache' })
    })
    .get('/cells/:z/:x/:file', async c => {
      const asked = desk.asked(c.req.url.slice(c.req.url.indexOf('/', c.req.url.indexOf('//') + 2)))
      const field = await desk.field(c.req.header('cookie') ?? '', asked)
      const gzipped = isGzipTaken(c.req.header('accept-encoding'))
      const now = await desk.etag(field, asked)
      if (c.req.header('if-none-match') === now) return reply(304, now)
      const { etag, bytes } = await desk.tile(field, { ...asked, gzipped })
      return bytes.length === 0 ? reply(204, etag) : reply(200, etag, { bytes, gzipped })
    })
}

function reply(
  status: 200 | 204 | 304,
  etag: string,
  { bytes = null, gzipped = false }: { bytes?: Uint8Array<ArrayBuffer> | null; gzipped?: boolean } = {},
): Response {
  return new Response(bytes, { status, headers: headersOf(etag, gzipped) })
}

interface Told {
  scale: RiskScale
  worldId: number
  origin: string
}

// TileJSON 3.0.0
function tileJson({ cells, townId }: RiskField, { scale, worldId, origin }: Told) {
  const world = worldId === 0 ? '' : `&world=${worldId}`
  const bounds = boxOfCells(cells).map(degrees => Math.round(degrees * 1e7) / 1e7)
  return {
    tilejson: '3.0.0',
    name: `Sisetu ${townId} ${scale}`,
    tiles: [`${origin}/tiles/cells/{z}/{x}/{y}.mvt?town=${townId}&scale=${scale}${world}`],
    minzoom: 0,
    maxzoom: 16,
    bounds,
    vector_layers: [
      {
        id: 'cells',
        description: '0 未评估 / not assessed, 1 红 / red, 2 橙 / orange, 3 黄 / yellow, 4 蓝 / blue',
        fields: { level: 'Number', code: 'String', severity: 'Number', raised_only: 'Number' },
      },
    ],
  }
}
