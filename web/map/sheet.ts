import { type Rect, within } from './screen-rect.ts'

/** Edges of sheets lie on these pixels, which are whole ones on screens of every usual density. */
const STEP = 4

/** A plain canvas over a part of the map, or over all of it. Places on it are told in pixels of the whole map. */
export class Sheet {
  readonly #canvas = document.createElement('canvas')
  readonly #context = this.#canvas.getContext('2d')
  #rect: Rect | undefined
  #ratio = 0

  constructor(parent: HTMLElement) {
    this.#canvas.className = 'sketch'
    this.#canvas.style.cssText = 'position:absolute;pointer-events:none;display:none'
    parent.append(this.#canvas)
  }

  get rect(): Rect | undefined {
    return this.#rect
  }

  holds({ left, top, right, bottom }: Rect): boolean {
    const mine = this.#rect
    if (!mine || this.#ratio !== window.devicePixelRatio) return false
    return mine.left <= left && mine.top <= top && mine.right >= right && mine.bottom >= bottom
  }

  /** Lays the sheet over a part of the map, with as many pixels as the screen has there; it is empty then. */
  cover(rect: Rect): void {
    const ratio = window.devicePixelRatio
    const { left, top, right, bottom } = rect
    const [width, height] = [right - left, bottom - top]
    this.#rect = rect
    this.#ratio = ratio
    this.#canvas.width = Math.round(width * ratio)
    this.#canvas.height = Math.round(height * ratio)
    Object.assign(this.#canvas.style, {
      ...{ left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` },
      display: '',
    })
  }

  /** Takes the sheet away. @returns what it covered */
  lift(): Rect | undefined {
    const rect = this.#rect
    this.#rect = undefined
    if (rect) this.#canvas.style.display = 'none'
    return rect
  }

  /** Empties a part and draws it anew; what is drawn beyond it is cut off. */
  renew(part: Rect, draw?: (context: CanvasRenderingContext2D, part: Rect) => void): void {
    const cut = this.#rect && within(this.#rect, part)
    if (!cut) return
    const { left, top, right, bottom } = cut
    this.over(context => {
      context.beginPath()
      context.rect(left, top, right - left, bottom - top)
      context.clip()
      context.clearRect(left, top, right - left, bottom - top)
      draw?.(context, cut)
    })
  }

  /** Draws over what is there. */
  over(draw: (context: CanvasRenderingContext2D) => void): void {
    const [context, rect, ratio] = [this.#context, this.#rect, this.#ratio]
    if (!context || !rect) return
    context.save()
    context.setTransform(ratio, 0, 0, ratio, -rect.left * ratio, -rect.top * ratio)
    draw(context)
    context.restore()
  }

  remove(): void {
    this.#canvas.remove()
  }
}

/** A part of the screen with room round it for what moves, to whole steps of pixels. */
export function roomRound({ left, top, right, bottom }: Rect, room: number, screen: Rect): Rect {
  const [down, up] = [
    (pixel: number) => Math.floor((pixel - room) / STEP) * STEP,
    (pixel: number) => Math.ceil((pixel + room) / STEP) * STEP,
  ]
  return {
    left: Math.max(screen.left, down(left)),
    top: Math.max(screen.top, down(top)),
    right: Math.min(screen.right, up(right)),
    bottom: Math.min(screen.bottom, up(bottom)),
  }
}
