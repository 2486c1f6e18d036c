import type { Bbox } from '../../region/place.ts'

/** Units along each side of a tile, and those around it that are drawn too. */
export const extent = 4096
export const buffer = 64

export interface TileAddress {
  z: number
  x: number
  y: number
}

const unitsPerDegree = 1e7
const radians = Math.PI / 180

const mercator = (latRadians: number) => Math.log(Math.tan(Math.PI / 4 + latRadians / 2))
const latitude = (share: number) =>
  (2 * Math.atan(Math.exp((0.5 - share) * 2 * Math.PI)) - Math.PI / 2) / radians

/** Beyond this many radians of latitude the short series is no longer exact to a thousandth of a unit. */
const seriesReach = 0.003

/** How positions in whole units of 1e-7 degrees lie in a tile of Web Mercator. */
export interface Frame {
  /** West, south, east, north of the tile with its buffer, in units of 1e-7 degrees. */
  box: Bbox
  scaleX: number
  startX: number
  /** Radians of latitude of the tile's middle, and northing about it as a series: no logarithm for each vertex. */
  middle: number
  series: Float64Array
  /** Northing anywhere. */
  scaleY: number
  startY: number
}

/** The frame of a tile, Web Mercator (EPSG:3857). */
export function frameOf({ z, x, y }: TileAddress): Frame {
  const tiles = 2 ** z
  const scaleY = (extent * tiles) / (2 * Math.PI)
  const startY = (0.5 * tiles - y) * extent
  const middle = latitude((y + 0.5) / tiles) * radians
  const [sec, tan] = [1 / Math.cos(middle), Math.tan(middle)]
  const series = Float64Array.of(
    startY - mercator(middle) * scaleY,
    sec * scaleY,
    (sec * tan * scaleY) / 2,
    (sec * (sec * sec + tan * tan) * scaleY) / 6,
    (sec * tan * (5 * sec * sec + tan * tan) * scaleY) / 24,
  )
  const edge = buffer / extent
  const lng = (at: number) => ((at / tiles) * 360 - 180) * unitsPerDegree
  const lat = (at: number) => latitude(at / tiles) * unitsPerDegree
  return {
    box: [lng(x - edge), lat(y + 1 + edge), lng(x + 1 + edge), lat(y - edge)],
    scaleX: (extent * tiles) / 360 / unitsPerDegree,
    startX: (tiles / 2 - x) * extent,
    middle,
    series,
    scaleY,
    startY,
  }
}

const perUnit = radians / unitsPerDegree

/** Positions as x, y of the tile, in a run of which `length` numbers are filled from the number `from` on. */
export function layOut(
  { scaleX, startX, middle, series, scaleY, startY }: Frame,
  { positions, from }: { positions: Int32Array; from: number },
  { xy, length }: { xy: Float64Array; length: number },
): void {
  const [c0 = 0, c1 = 0, c2 = 0, c3 = 0, c4 = 0] = series
  for (let i = 0; i < length; i += 2) {
    const latitudeRadians = (positions[from + i + 1] ?? 0) * perUnit
    const d = latitudeRadians - middle
    xy[i] = (positions[from + i] ?? 0) * scaleX + startX
    xy[i + 1] =
      d > seriesReach || d < -seriesReach
        ? startY - mercator(latitudeRadians) * scaleY
        : c0 - d * (c1 + d * (c2 + d * (c3 + d * c4)))
  }
}

/** Whole bins of the world at a zoom in which a position lies, each `2 ** zoom` a side. */
export function binAt(x: number, y: number, zoom: number): [across: number, down: number] {
  const bins = 2 ** zoom
  const northing = mercator((y / unitsPerDegree) * radians) / (2 * Math.PI)
  return [Math.floor((x / unitsPerDegree / 360 + 0.5) * bins), Math.floor((0.5 - northing) * bins)]
}

/** The middle of such a bin in units of 1e-7 degrees. */
export function binMiddle(across: number, down: number, zoom: number): [x: number, y: number] {
  const bins = 2 ** zoom
  return [
    (((across + 0.5) / bins) * 360 - 180) * unitsPerDegree,
    latitude((down + 0.5) / bins) * unitsPerDegree,
  ]
}
