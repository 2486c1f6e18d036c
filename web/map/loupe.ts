import type { Map as LibreMap } from 'maplibre-gl'
import type { LngLat } from '../../server/region/place.ts'
import type { ThemeName } from '../look/theme.svelte.ts'
import { BASE_COLOURS } from './base-colours.ts'
import { MARK_PIXELS, type Place, type Project, type Rect } from './screen-rect.ts'

/** A glass over the finger: shows what lies at a place, larger, above where the finger is. */
export interface Loupe {
  lngLat: LngLat
  finger: Place
}

const RADIUS_PIXELS = 58
const ZOOM = 2.4
const ABOVE_PIXELS = 92
const GROUND_PIXELS = 320

/** Above the finger, or below where there is no room. */
export function glassOf({ finger: { x, y } }: Loupe): Rect {
  const middle = y - ABOVE_PIXELS - RADIUS_PIXELS < 0 ? y + ABOVE_PIXELS : y - ABOVE_PIXELS
  const reach = RADIUS_PIXELS + MARK_PIXELS
  return { left: x - reach, top: middle - reach, right: x + reach, bottom: middle + reach }
}

/** The ground round the place where a finger came down; the map keeps no picture of itself. */
export interface Ground {
  image: HTMLCanvasElement
  from: Place
}

/** Has the map drawn once and copies what is round a place of the screen. */
export function groundRound(map: LibreMap, { x, y }: Place): Ground {
  const from = { x: x - GROUND_PIXELS / 2, y: y - GROUND_PIXELS / 2 }
  const image = document.createElement('canvas')
  const ratio = window.devicePixelRatio
  image.width = image.height = GROUND_PIXELS * ratio
  map.redraw()
  image.getContext('2d')?.drawImage(map.getCanvas(), -from.x * ratio, -from.y * ratio)
  return { image, from }
}

export interface Glass {
  target: Place
  rect: Rect
  ground: Ground
  theme: ThemeName
  project: Project
  /** Draws the lines in the glass; `shown` is the part of the screen that is in it. */
  paint: (project: Project, shown: Rect) => void
}

/** Draws the glass: ground, lines larger, rim. */
export function drawGlass(context: CanvasRenderingContext2D, glass: Glass): void {
  const { target, rect, ground, theme, project, paint } = glass
  const middle = { x: (rect.left + rect.right) / 2, y: (rect.top + rect.bottom) / 2 }
  const larger: Project = lngLat => {
    const { x, y } = project(lngLat)
    return { x: middle.x + (x - target.x) * ZOOM, y: middle.y + (y - target.y) * ZOOM }
  }
  const reach = RADIUS_PIXELS / ZOOM
  const rim = new Path2D()
  rim.arc(middle.x, middle.y, RADIUS_PIXELS, 0, Math.PI * 2)
  context.save()
  context.clip(rim)
  context.fillStyle = BASE_COLOURS[theme].land
  context.fill(rim)
  const left = middle.x + (ground.from.x - target.x) * ZOOM
  const top = middle.y + (ground.from.y - target.y) * ZOOM
  context.drawImage(ground.image, left, top, GROUND_PIXELS * ZOOM, GROUND_PIXELS * ZOOM)
  paint(larger, {
    left: target.x - reach,
    top: target.y - reach,
    right: target.x + reach,
    bottom: target.y + reach,
  })
  context.restore()
  context.lineWidth = 2
  context.strokeStyle = BASE_COLOURS[theme].text
  context.stroke(rim)
}
