import type { Map as LibreMap } from 'maplibre-gl'
import type { Bbox } from '../../server/region/place.ts'

/** Pixels drawn anew around what changed: smooth edges reach over. */
const MARGIN = 4

/** Pixels of the canvas: from its left, from its bottom, width, height. */
export type PixelBox = [x: number, y: number, width: number, height: number]

interface View {
  project(lngLat: [number, number]): { x: number; y: number }
  /** Pixels of the page. */
  width: number
  height: number
  /** Pixels of the canvas to one of the page. */
  scale: number
}

/** The part of the canvas that shows the bounds; undefined when they are beside the view. */
export function pixelBoxOf([west, south, east, north]: Bbox, view: View): PixelBox | undefined {
  const { width, height, scale } = view
  const corners = [view.project([west, north]), view.project([east, north])]
  corners.push(view.project([west, south]), view.project([east, south]))
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)]
  const left = Math.max(0, Math.floor((Math.min(...xs) - MARGIN) * scale))
  const right = Math.min(Math.round(width * scale), Math.ceil((Math.max(...xs) + MARGIN) * scale))
  const top = Math.max(0, Math.floor((Math.min(...ys) - MARGIN) * scale))
  const bottom = Math.min(Math.round(height * scale), Math.ceil((Math.max(...ys) + MARGIN) * scale))
  if (right <= left || bottom <= top) return undefined
  return [left, Math.round(height * scale) - bottom, right - left, bottom - top]
}

/**
 * Draws parts of a map's picture anew and leaves the rest of it as it stands: without a graphics card the whole of it
 * costs half a second. The map's canvas must keep what was drawn on it (`preserveDrawingBuffer`).
 */
export class PictureParts {
  readonly #map: LibreMap
  /** Whole pictures that were asked for and are not drawn yet. */
  #awaited = 0
  #part: Bbox | undefined
  #frame = 0

  constructor(map: LibreMap) {
    this.#map = map
    const ask = map.triggerRepaint.bind(map)
    map.triggerRepaint = () => {
      ask()
      this.#awaited++
      // Runs right behind the map's own drawing of the same frame.
      requestAnimationFrame(() => this.#awaited--)
    }
    // What a whole picture has just shown need not be drawn again.
    map.on('render', () => {
      this.#part = undefined
    })
  }

  /** Draws what lies within the bounds with the next frame, unless the whole picture is drawn with it anyway. */
  draw(bounds: Bbox): void {
    this.#part = this.#part ? union(this.#part, bounds) : bounds
    this.#frame ||= requestAnimationFrame(() => this.#draw())
  }

  #draw(): void {
    const part = this.#part
    this.#part = undefined
    this.#frame = 0
    if (!part || this.#awaited > 0) return
    const gl = this.#map.getCanvas().getContext('webgl2')
    // A tilted view reaches to places that are nowhere on the screen.
    if (!gl || this.#map.getPitch() > 0) this.#map.triggerRepaint()
    else this.#drawIn(gl, pixelBoxOf(part, this.#view(gl)))
  }

  #drawIn(gl: WebGL2RenderingContext, box: PixelBox | undefined): void {
    if (!box) return
    gl.enable(gl.SCISSOR_TEST)
    gl.scissor(...box)
    try {
      this.#map.redraw()
    } finally {
      gl.disable(gl.SCISSOR_TEST)
    }
  }

  #view(gl: WebGL2RenderingContext): View {
    const { clientWidth: width, clientHeight: height } = this.#map.getCanvas()
    return { width, height, scale: gl.drawingBufferWidth / width, project: at => this.#map.project(at) }
  }

  stop(): void {
    cancelAnimationFrame(this.#frame)
  }
}

const union = (a: Bbox, b: Bbox): Bbox => [
  Math.min(a[0], b[0]),
  Math.min(a[1], b[1]),
  Math.max(a[2], b[2]),
  Math.max(a[3], b[3]),
]
