import type { Map as LibreMap } from 'maplibre-gl'
import type { Bbox } from '../../server/region/place.ts'
import type { ThemeName } from '../look/theme.svelte.ts'
import { drawGlass, type Ground, glassOf, groundRound, type Loupe } from './loupe.ts'
import { around, type Place, type Project, projector, type Rect, rectOf, within } from './screen-rect.ts'

/** One picture, or the part of one that is drawn anew. */
export interface SketchFrame {
  theme: ThemeName
  project: Project
  /** What the part covers, in degrees; all of it may be drawn, the rest is cut off. */
  bounds: Bbox
}

/** Draws over the map by itself, without the map being drawn again. */
export interface Sketcher {
  paint(context: CanvasRenderingContext2D, frame: SketchFrame): void
  loupe(): Loupe | undefined
}

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
  #ground: Ground | undefined

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
    if (loupe && glass) this.#magnify(context, { target: project(loupe.lngLat), rect: glass, project })
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

  #frame(project: Project, { left, top, right, bottom }: Rect): SketchFrame {
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
    { target, rect, project }: { target: Place; rect: Rect; project: Project },
  ) {
    this.#ground ??= groundRound(this.#map, target)
    drawGlass(context, {
      ...{ target, rect, project, ground: this.#ground, theme: this.#theme },
      paint: (larger, shown) =>
        this.#sketcher?.paint(context, { ...this.#frame(project, shown), project: larger }),
    })
  }
}
