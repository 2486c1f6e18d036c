import type { Map as LibreMap } from 'maplibre-gl'
import type { Bbox } from '../../server/region/place.ts'
import type { ThemeName } from '../look/theme.svelte.ts'
import { drawGlass, type Ground, glassOf, groundRound, type Loupe } from './loupe.ts'
import { around, type Place, type Project, projector, type Rect, rectOf, within } from './screen-rect.ts'
import { roomRound, Sheet } from './sheet.ts'

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

/** What changes under a hand stays within so many pixels round it for a while. */
const ROOM_PIXELS = 72
/** A part of the screen that is larger than this share of it is no place near the hand. */
const LARGEST_SHARE = 0.2

/**
 * Plain canvases above the map's own. The map needs the graphics card for every picture; lines that follow a hand are
 * drawn here, only where they change, and anew as a whole when the map moves. The browser takes a canvas over as a
 * whole when anything on it changes, so what follows the hand has a small one to itself.
 */
export class SketchCanvas {
  readonly #map: LibreMap
  readonly #all: Sheet
  readonly #near: Sheet
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
    this.#all = new Sheet(map.getCanvasContainer())
    this.#near = new Sheet(map.getCanvasContainer())
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
    this.#all.remove()
    this.#near.remove()
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
    const sketcher = this.#sketcher
    const parts = this.#parts.splice(0)
    const camera = this.#cameraNow()
    const screen = this.#screen()
    const isWhole = this.#isWhole || camera !== this.#camera
    this.#isWhole = false
    this.#camera = camera
    const project = projector(this.#map)
    if (!sketcher) {
      this.#near.lift()
      this.#all.lift()
      return
    }
    const loupe = sketcher.loupe()
    const glass = loupe && glassOf(loupe)
    const dirty = isWhole
      ? screen
      : within(screen, around([...parts.map(part => rectOf(part, project)), this.#glass, glass]))
    this.#glass = glass
    if (!loupe) this.#ground = undefined
    if (!dirty) return
    const draw: Draw = (context, part) => sketcher.paint(context, this.#frame(project, part))
    const sheet = this.#renew({ dirty, screen, draw })
    if (loupe && glass)
      sheet.over(context => this.#magnify(context, { target: project(loupe.lngLat), rect: glass, project }))
  }

  /** Draws a part of the screen anew, near the hand on the small sheet. @returns the sheet it stands on */
  #renew({ dirty, screen, draw }: { dirty: Rect; screen: Rect; draw: Draw }): Sheet {
    const [all, near] = [this.#all, this.#near]
    if (near.holds(dirty) && dirty !== screen) {
      near.renew(dirty, draw)
      return near
    }
    const left = near.lift()
    if (dirty === screen || !all.holds(screen)) {
      if (!sameRect(all.rect, screen) || !all.holds(screen)) all.cover(screen)
      all.renew(screen, draw)
      return all
    }
    const room = roomRound(dirty, ROOM_PIXELS, screen)
    if (areaOf(room) > areaOf(screen) * LARGEST_SHARE) {
      all.renew(around([dirty, left]) ?? dirty, draw)
      return all
    }
    if (left) all.renew(left, draw)
    all.renew(room)
    near.cover(room)
    near.renew(room, draw)
    return near
  }

  #screen(): Rect {
    const { clientWidth: right, clientHeight: bottom } = this.#map.getCanvas()
    return { left: 0, top: 0, right, bottom }
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

type Draw = (context: CanvasRenderingContext2D, part: Rect) => void

const areaOf = ({ left, top, right, bottom }: Rect) => (right - left) * (bottom - top)

const sameRect = (a: Rect | undefined, b: Rect) =>
  a?.left === b.left && a.top === b.top && a.right === b.right && a.bottom === b.bottom
