import { invalid, missing } from '../../errors.ts'
import { RiskScale } from '../risk.ts'
import type { TileAddress } from './frame.ts'

/** What a request for a tile says in its address. */
export interface Asked {
  townId: number
  worldId: number
  scale: RiskScale
  tile: TileAddress
}

const deepestZoom = 20

/**
 * Reads `/tiles/cells/{z}/{x}/{y}.mvt?town=&scale=&world=`.
 * @throws Refusal `missing` (no such tile), `invalid`
 */
export function readAsked(pathAndQuery: string): Asked {
  const [path = '', query = ''] = pathAndQuery.split('?')
  const tile = addressOf(path)
  const params = new URLSearchParams(query)
  return {
    tile,
    townId: wholeOf(params.get('town'), 'town'),
    worldId: wholeOf(params.get('world') ?? '0', 'world'),
    scale: scaleOf(params.get('scale')),
  }
}

function addressOf(path: string): TileAddress {
  const match = /^\/tiles\/cells\/(\d{1,2})\/(\d{1,8})\/(\d{1,8})\.(?:mvt|pbf)$/.exec(path)
  const tile = { z: Number(match?.[1]), x: Number(match?.[2]), y: Number(match?.[3]) }
  if (match && tile.z <= deepestZoom && tile.x < 2 ** tile.z && tile.y < 2 ** tile.z) return tile
  throw missing({ zh: '没有这个瓦片', en: 'There is no such tile' })
}

/** @throws Refusal `invalid` */
export function wholeOf(text: string | null | undefined, path: string): number {
  if (text && /^\d{1,9}$/.test(text)) return Number(text)
  throw invalid(path, { zh: `${path} 应为整数编号`, en: `${path} must be a whole number` })
}

/** The residual one when none is named. @throws Refusal `invalid` */
export function scaleOf(text: string | null | undefined): RiskScale {
  const parsed = RiskScale.safeParse(text ?? 'residual')
  if (parsed.success) return parsed.data
  const all = RiskScale.options.join(', ')
  throw invalid('scale', { zh: `scale 应为 ${all} 之一`, en: `scale must be one of ${all}` })
}
