import gcoord from 'gcoord'
import type { Crs } from '../boundary.ts'
import { type Band, project, unproject } from './gauss-kruger.ts'

export type Pair = readonly [number, number]

/** How positions of a coordinate system become WGS 84 degrees, and back. Null back: outside of what it can say. */
export interface Placing {
  toDegrees(pair: Pair): [number, number]
  fromDegrees(pair: Pair): [number, number]
  name: { zh: string; en: string }
  /** Whether positions are metres, not degrees. */
  isMetric: boolean
}

/** @returns how to place positions, or null for a system that is not known here */
export function placingOf(crs: Crs): Placing | null {
  if (crs === 'GCJ-02') return shifted(gcoord.GCJ02, { zh: 'GCJ-02（火星坐标）', en: 'GCJ-02' })
  if (crs === 'BD-09') return shifted(gcoord.BD09, { zh: 'BD-09（百度坐标）', en: 'BD-09 (Baidu)' })
  const code = Number(crs.slice(5))
  // CGCS2000 and WGS 84 differ by centimetres, which is what the lattice is fine to.
  if (crs.startsWith('EPSG:') && (code === 4326 || code === 4490 || code === 4979)) return degrees(code)
  if (crs === 'EPSG:3857' || crs === 'EPSG:900913') return webMercator
  const band = crs.startsWith('TM:') ? customBand(crs) : bandOf(code)
  return band && metric(band, bandName(band))
}

const degrees = (code: number): Placing => ({
  toDegrees: ([x, y]) => [x, y],
  fromDegrees: ([x, y]) => [x, y],
  name: code === 4490 ? { zh: 'CGCS2000 经纬度', en: 'CGCS2000 degrees' } : { zh: 'WGS 84', en: 'WGS 84' },
  isMetric: false,
})

const metric = (band: Band, name: Placing['name']): Placing => ({
  toDegrees: pair => unproject(pair, band),
  fromDegrees: pair => project(pair, band),
  name,
  isMetric: true,
})

const sphere = 6_378_137
const webMercator: Placing = {
  toDegrees: ([x, y]) => [
    (x / sphere) * (180 / Math.PI),
    (2 * Math.atan(Math.exp(y / sphere)) - Math.PI / 2) * (180 / Math.PI),
  ],
  fromDegrees: ([lng, lat]) => [
    sphere * lng * (Math.PI / 180),
    sphere * Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)),
  ],
  name: { zh: 'Web 墨卡托', en: 'Web Mercator' },
  isMetric: true,
}

const bandName = ({ meridian, falseEasting }: Band) => ({
  zh: `CGCS2000 高斯投影，中央经线 ${meridian}°，东偏 ${falseEasting} m`,
  en: `CGCS2000 Gauss-Kruger, central meridian ${meridian}°, false easting ${falseEasting} m`,
})

/** CGCS2000 and UTM grids by EPSG code. */
export function bandOf(code: number): Band | null {
  const of = (meridian: number, falseEasting: number, scale = 1) => ({ meridian, falseEasting, scale })
  if (code >= 4491 && code <= 4501) return of(75 + 6 * (code - 4491), (code - 4491 + 13) * 1e6 + 500_000)
  if (code >= 4502 && code <= 4512) return of(75 + 6 * (code - 4502), 500_000)
  if (code >= 4513 && code <= 4533) return of(75 + 3 * (code - 4513), (code - 4513 + 25) * 1e6 + 500_000)
  if (code >= 4534 && code <= 4554) return of(75 + 3 * (code - 4534), 500_000)
  if (code >= 32601 && code <= 32660) return of(6 * (code - 32600) - 183, 500_000, 0.9996)
  return null
}

/** The EPSG code of a CGCS2000 grid, or a name of its own for one that has none. */
export function crsOfBand({ meridian, falseEasting, scale }: Band): Crs {
  for (let code = 4491; code <= 4554; code++) {
    const band = bandOf(code)
    // Where bands of 3 and 6 degrees have the same numbers they are the same grid.
    if (band?.meridian === meridian && band.falseEasting === falseEasting && scale === 1)
      return `EPSG:${code}`
  }
  return `TM:${meridian}:${falseEasting}:${scale}`
}

function customBand(crs: string): Band | null {
  const [, meridian = NaN, falseEasting = NaN, scale = NaN] = crs.split(':').map(Number)
  const isBand = Math.abs(meridian) <= 180 && Math.abs(falseEasting) < 1e8 && scale > 0.9 && scale < 1.1
  return isBand ? { meridian, falseEasting, scale } : null
}

type Shift = typeof gcoord.GCJ02 | typeof gcoord.BD09

function shifted(system: Shift, name: Placing['name']): Placing {
  const forward = ([lng, lat]: Pair): [number, number] => {
    // What is no place at all stays that; the library would throw.
    if (!Number.isFinite(lng) || !Number.isFinite(lat)) return [NaN, NaN]
    const [x = lng, y = lat] = gcoord.transform([lng, lat], gcoord.WGS84, system)
    return [x, y]
  }
  return { toDegrees: pair => unshifted(pair, forward), fromDegrees: forward, name, isMetric: false }
}

/**
 * Turns a shift round by approaching it. The library's own way back stops a metre short of the lattice; this one goes
 * on until nothing changes by a hundredth of a unit.
 */
function unshifted([x, y]: Pair, forward: (pair: Pair) => [number, number]): [number, number] {
  let [lng, lat] = [x, y]
  for (let i = 0; i < 30; i++) {
    const [u, v] = forward([lng, lat])
    lng += x - u
    lat += y - v
    if (Math.abs(x - u) < 1e-10 && Math.abs(y - v) < 1e-10) break
  }
  return [lng, lat]
}

/** Whether shifted coordinates are in use there at all. */
export const isInChina = ([lng, lat]: Pair) => lng > 72.004 && lng < 137.8347 && lat > 0.8293 && lat < 55.8271
