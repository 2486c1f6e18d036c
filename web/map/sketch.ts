import type { Map as LibreMap } from 'maplibre-gl'
import type { Bbox, LngLat } from '../../server/region/place.ts'
import type { ThemeName } from '../look/theme.svelte.ts'
import { BASE_COLOURS } from './base-colours.ts'

/** Pixels from the map's top left corner. */
export interface Place {
  x: number
  y: number
}

/** One picture, or the part of one that is drawn anew. */
export interface SketchFrame {
  theme: ThemeName
  project: (lngLat: LngLat) => Place
  /** What the part covers, in degrees; all of it may be drawn, the rest is cut off. */
  bounds: Bbox
}

/** A glass over the finger: shows what lies at a place, larger, above where the finger is. */
export interface Loupe {
  lngLat: LngLat
  finger: Place
}

/** Draws over the map by itself, without the map being drawn again. */
export interface Sketcher {
  paint(context: CanvasRenderingContext2D, frame: SketchFrame): void
  loupe(): Loupe | undefined
}

interface Rect {
  left: number
  top: number
  right: number
  bottom: number
}

/** Marks reach this far beyond the place they stand for. */
const MARK_PIXELS = 14
const LOUPE = { radius: 58, zoom: 2.4, above: 92 }

/**
 * A plain canvas above the map's own. The map needs the graphics card for every picture; lines that follow a hand are
 * drawn here, only where they change, and anew as a whole when the map moves.
 */
export class SketchCanvas {
  readonly #map: LibreMap
  readonly #canvas = document.createElement('canvas')
  readonly #context: CanvasRenderingContext2D | null
  #theme: ThemeName
  #sketcher: Sketcher | undefined
  #camera = ''
  #parts: Bbox[] = []
  #isWhole = false
  #isDue = false
  #glass: Rect | undefined
  #ground: { image: HTMLCanvasElement; from: Place } | undefined

  constructor(map: LibreMap, theme: ThemeName) {
    this.#map = map
    this.#theme = theme
    this.#context = this.#canvas.getContext('2d')
    this.#canvas.className = 'sketch'
    this.#canvas.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;pointer-events:none'
    map.getCanvasContainer().append(this.#canvas)
    map.on('render', this.#follow)
    map.on('resize', this.#follow)
  }

  set theme(theme: ThemeName) {
    this.#theme = theme
    this.redraw()
  }

  /** Gives the canvas to somebody, or takes it back. */
  give(sketcher: Sketcher | undefined): void {
    this.#sketcher = sketcher
    this.#camera = ''
    this.redraw()
  }

  /** Draws a part of the map anew, or all of it, before the next picture of the screen. */
  redraw(part?: Bbox): void {
    if (part) this.#parts.push(part)
    else this.#isWhole = true
    if (this.#isDue) return
    this.#isDue = true
    queueMicrotask(() => {
      this.#isDue = false
      this.#paint()
    })
  }

  destroy(): void {
    this.#map.off('render', this.#follow)
    this.#map.off('resize', this.#follow)
    this.#sketcher = undefined
    this.#canvas.remove()
  }

  /** In the same frame as the map, so that lines do not lag behind the ground. */
  #follow = () => {
    if (!this.#sketcher || this.#camera === this.#cameraNow()) return
    this.#isWhole = true
    this.#paint()
  }

  #cameraNow(): string {
    const { lng, lat } = this.#map.getCenter()
    const { clientWidth, clientHeight } = this.#map.getCanvas()
    const look = [this.#map.getZoom(), this.#map.getBearing(), this.#map.getPitch()]
    return [lng, lat, ...look, clientWidth, clientHeight, window.devicePixelRatio].join()
  }

  #paint() {
    const [context, sketcher] = [this.#context, this.#sketcher]
    const parts = this.#parts.splice(0)
    if (!context) return
    const camera = this.#cameraNow()
    const isWhole = this.#isWhole || camera !== this.#camera
    this.#isWhole = false
    this.#camera = camera
    this.#fit()
    const project = projector(this.#map)
    const loupe = sketcher?.loupe()
    const glass = loupe && glassOf(loupe)
    const screen = this.#screen()
    const dirty = isWhole
      ? screen
      : within(screen, around([...parts.map(part => rectOf(part, project)), this.#glass, glass]))
    this.#glass = glass
    if (dirty) this.#cut(context, dirty, () => sketcher?.paint(context, this.#frame(project, dirty)))
    if (loupe && glass) this.#magnify(context, { loupe, glass, project })
    else this.#ground = undefined
  }

  /** As many pixels as the screen has. */
  #fit() {
    const { width, height } = this.#screenSize()
    const ratio = window.devicePixelRatio
    const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)]
    if (this.#canvas.width === wide && this.#canvas.height === high) return
    this.#canvas.width = wide
    this.#canvas.height = high
    this.#isWhole = true
  }

  #screenSize() {
    const { clientWidth: width, clientHeight: height } = this.#map.getCanvas()
    return { width, height }
  }

  #screen(): Rect {
    const { width, height } = this.#screenSize()
    return { left: 0, top: 0, right: width, bottom: height }
  }

  #frame(project: SketchFrame['project'], { left, top, right, bottom }: Rect): SketchFrame {
    const corners = [
      [left, top],
      [right, top],
      [right, bottom],
      [left, bottom],
    ].map(([x = 0, y = 0]) => this.#map.unproject([x, y]))
    const [lngs, lats] = [corners.map(({ lng }) => lng), corners.map(({ lat }) => lat)]
    return {
      theme: this.#theme,
      project,
      bounds: [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)],
    }
  }

  #cut(context: CanvasRenderingContext2D, { left, top, right, bottom }: Rect, draw: () => void) {
    context.save()
    context.setTransform(window.devicePixelRatio, 0, 0, window.devicePixelRatio, 0, 0)
    context.beginPath()
    context.rect(left, top, right - left, bottom - top)
    context.clip()
    context.clearRect(left, top, right - left, bottom - top)
    draw()
    context.restore()
  }

  #magnify(
    context: CanvasRenderingContext2D,
    { loupe, glass, project }: { loupe: Loupe; glass: Rect; project: SketchFrame['project'] },
  ) {
    const { radius, zoom } = LOUPE
    const target = project(loupe.lngLat)
    const middle = { x: glass.left + radius + MARK_PIXELS, y: glass.top + radius + MARK_PIXELS }
    const larger = (lngLat: LngLat) => {
      const { x, y } = project(lngLat)
      return { x: middle.x + (x - target.x) * zoom, y: middle.y + (y - target.y) * zoom }
    }
    const reach = radius / zoom
    const shown = {
      left: target.x - reach,
      top: target.y - reach,
      right: target.x + reach,
      bottom: target.y + reach,
    }
    const { bounds } = this.#frame(project, shown)
    this.#ground ??= this.#groundRound(target)
    context.save()
    context.setTransform(window.devicePixelRatio, 0, 0, window.devicePixelRatio, 0, 0)
    context.beginPath()
    context.arc(middle.x, middle.y, radius, 0, Math.PI * 2)
    context.save()
    context.clip()
    context.fillStyle = BASE_COLOURS[this.#theme].land
    context.fill()
    const { image, from } = this.#ground
    const scale = zoom / window.devicePixelRatio
    context.drawImage(
      image,
      middle.x + (from.x - target.x) * zoom,
      middle.y + (from.y - target.y) * zoom,
      image.width * scale,
      image.height * scale,
    )
    this.#sketcher?.paint(context, { theme: this.#theme, project: larger, bounds })
    context.restore()
    context.lineWidth = 2
    context.strokeStyle = BASE_COLOURS[this.#theme].text
    context.stroke()
    context.restore()
  }

  /** The map keeps no picture of itself: it is drawn once and the ground round the finger copied. */
  #groundRound({ x, y }: Place): { image: HTMLCanvasElement; from: Place } {
    const side = 320
    const from = { x: x - side / 2, y: y - side / 2 }
    const image = document.createElement('canvas')
    const ratio = window.devicePixelRatio
    image.width = image.height = side * ratio
    this.#map.redraw()
    image.getContext('2d')?.drawImage(this.#map.getCanvas(), -from.x * ratio, -from.y * ratio)
    return { image, from }
  }
}

/** Above the finger, or below where there is no room. */
function glassOf({ finger: { x, y } }: Loupe): Rect {
  const { radius, above } = LOUPE
  const middle = y - above - radius < 0 ? y + above : y - above
  const reach = radius + MARK_PIXELS
  return { left: x - reach, top: middle - reach, right: x + reach, bottom: middle + reach }
}

/** Flat maps are projected by hand, many corners at once; a tilted one asks the map. */
function projector(map: LibreMap): SketchFrame['project'] {
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

function rectOf([west, south, east, north]: Bbox, project: SketchFrame['project']): Rect {
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

function around(rects: readonly (Rect | undefined)[]): Rect | undefined {
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
function within(screen: Rect, rect: Rect | undefined): Rect | undefined {
  if (!rect) return undefined
  const found = {
    left: Math.max(screen.left, Math.floor(rect.left)),
    top: Math.max(screen.top, Math.floor(rect.top)),
    right: Math.min(screen.right, Math.ceil(rect.right)),
    bottom: Math.min(screen.bottom, Math.ceil(rect.bottom)),
  }
  return found.left < found.right && found.top < found.bottom ? found : undefined
}
