import type { LineString, LngLat } from '../../region/place.ts'

/**
 * The lines of a net of squares or hexagons over a box in degrees, with sides of the given metres.
 * @returns for squares whole rows and columns, for hexagons the six sides of each
 */
export function netOver(
  [west, south, east, north]: readonly [number, number, number, number],
  { shape, sideMeters }: { shape: 'square' | 'hexagon'; sideMeters: number },
): LineString[] {
  const lat = sideMeters / metersPerDegree
  const lng = lat / Math.cos((((south + north) / 2) * Math.PI) / 180)
  if (shape === 'hexagon') return hexagons([west, south, east, north], { lng, lat })
  const columns = steps(west, east, lng).map(x => [
    [x, south - lat],
    [x, north + lat],
  ])
  const rows = steps(south, north, lat).map(y => [
    [west - lng, y],
    [east + lng, y],
  ])
  return [...columns, ...rows].map(lineOf)
}

const metersPerDegree = 111_320

const steps = (from: number, to: number, step: number) =>
  Array.from({ length: Math.ceil((to - from) / step) + 1 }, (_, i) => from + i * step)

/** Pointed hexagons: columns are one and a half sides apart along latitude, rows half a width. */
function hexagons(
  [west, south, east, north]: readonly [number, number, number, number],
  side: { lng: number; lat: number },
): LineString[] {
  const width = Math.sqrt(3) * side.lng
  return steps(south - side.lat, north + side.lat, 1.5 * side.lat).flatMap((y, row) =>
    steps(west - width, east + width, width).map(x => {
      const middle: LngLat = [x + (row % 2 === 0 ? 0 : width / 2), y]
      return lineOf(corners.map(([dx, dy]) => [middle[0] + dx * width, middle[1] + dy * side.lat]))
    }),
  )
}

// Three sides of each hexagon are enough: its neighbours bring the others.
const corners = [
  [-0.5, -0.5],
  [-0.5, 0.5],
  [0, 1],
  [0.5, 0.5],
] as const

const degrees = (value: number) => Math.round(value * 1e7) / 1e7

const lineOf = (positions: number[][]): LineString => ({
  type: 'LineString',
  coordinates: positions.map(([x = 0, y = 0]) => [degrees(x), degrees(y)]),
})
