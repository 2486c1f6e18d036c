import type { Map as LibreMap } from 'maplibre-gl'
import type { Bbox, LngLat } from '../../server/region/place.ts'

/** Pixels from the map's top left corner. */
export interface Place {
  x: number
  y: number
}

export type Project = (lngLat: LngLat) => Place

export interface Rect {
  left: number
  top: number
  right: number
  bottom: number
}

/** Marks reach this far beyond the place they stand for. */
export const MARK_PIXELS = 14

/** Flat maps are projected by hand, many corners at once; a tilted one asks the map. */
export function projector(map: Pick<LibreMap, 'getPitch' | 'project' | 'unproject' | 'getCanvas'>): Project {
  if (map.getPitch() > 0) return lngLat => map.project(lngLat)
  const { clientWidth: width, clientHeight: height } = map.getCanvas()
  const at = (x: number, y: number) => {
    const { lng, lat } = map.unproject([x, y])
    return mercator(lng, lat)
  }
  const [x0, y0] = at(0, 0)
  const [x1, y1] = at(width, 0)
  const [x2, y2] = at(0, height)
  const [ax, ay, bx, by] = [x1 - x0, y1 - y0, x2 - x0, y2 - y0]
  const area = ax * by - ay * bx
  return ([lng, lat]) => {
    const [mx, my] = mercator(lng, lat)
    const [dx, dy] = [mx - x0, my - y0]
    return { x: ((dx * by - dy * bx) / area) * width, y: ((ax * dy - ay * dx) / area) * height }
  }
}

const mercator = (lng: number, lat: number): [number, number] => [
  (lng * Math.PI) / 180,
  -Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)),
]

export function rectOf([west, south, east, north]: Bbox, project: Project): Rect {
  const corners = [
    project([west, south]),
    project([west, north]),
    project([east, south]),
    project([east, north]),
  ]
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)]
  return {
    left: Math.min(...xs) - MARK_PIXELS,
    top: Math.min(...ys) - MARK_PIXELS,
    right: Math.max(...xs) + MARK_PIXELS,
    bottom: Math.max(...ys) + MARK_PIXELS,
  }
}

export function around(rects: readonly (Rect | undefined)[]): Rect | undefined {
  const there = rects.filter(rect => rect !== undefined)
  if (there.length === 0) return undefined
  return {
    left: Math.min(...there.map(({ left }) => left)),
    top: Math.min(...there.map(({ top }) => top)),
    right: Math.max(...there.map(({ right }) => right)),
    bottom: Math.max(...there.map(({ bottom }) => bottom)),
  }
}

/** The part of a rectangle on the screen, to whole pixels. */
export function within(screen: Rect, rect: Rect | undefined): Rect | undefined {
  if (!rect) return undefined
  const found = {
    left: Math.max(screen.left, Math.floor(rect.left)),
    top: Math.max(screen.top, Math.floor(rect.top)),
    right: Math.min(screen.right, Math.ceil(rect.right)),
    bottom: Math.min(screen.bottom, Math.ceil(rect.bottom)),
  }
  return found.left < found.right && found.top < found.bottom ? found : undefined
}
