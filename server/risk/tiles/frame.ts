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
  across(x: number): number
  down(y: number): number
}

export function frameOf({ z, x, y }: TileAddress): Frame {
  const tiles = 2 ** z
  const scaleX = (extent * tiles) / 360 / unitsPerDegree
  const startX = (tiles / 2 - x) * extent
  const scaleY = (extent * tiles) / (2 * Math.PI)
  const middle = latitude((y + 0.5) / tiles) * radians
  const [sec, tan] = [1 / Math.cos(middle), Math.tan(middle)]
  // The series of Mercator's northing about the tile's middle: no logarithm for each vertex.
  const c0 = (0.5 * tiles - y) * extent - mercator(middle) * scaleY
  const c1 = sec * scaleY
  const c2 = (sec * tan * scaleY) / 2
  const c3 = (sec * (sec * sec + tan * tan) * scaleY) / 6
  const c4 = (sec * tan * (5 * sec * sec + tan * tan) * scaleY) / 24
  const perUnit = radians / unitsPerDegree
  const edge = buffer / extent
  const lng = (at: number) => ((at / tiles) * 360 - 180) * unitsPerDegree
  const lat = (at: number) => latitude(at / tiles) * unitsPerDegree
  return {
    box: [lng(x - edge), lat(y + 1 + edge), lng(x + 1 + edge), lat(y - edge)],
    across: at => at * scaleX + startX,
    down: at => {
      const d = at * perUnit - middle
      if (d > seriesReach || d < -seriesReach) {
        return (0.5 * tiles - y) * extent - mercator(at * perUnit) * scaleY
      }
      return c0 - d * (c1 + d * (c2 + d * (c3 + d * c4)))
    },
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
