import type { Point } from './plane.ts'
import { at } from './random.ts'

const BIN = 100
const key = (x: number, y: number) => (x + 512) * 1024 + y + 512

/** Segments filed by square, for "how far is the nearest one" up to `reach` metres. */
export class Nearby<Tag> {
  readonly #bins = new Map<number, { a: Point; b: Point; tag: Tag }[]>()
  readonly #reach: number

  constructor(reach: number) {
    this.#reach = reach
  }

  add(a: Point, b: Point, tag: Tag): void {
    const pad = this.#reach
    const entry = { a, b, tag }
    for (
      let x = Math.floor((Math.min(a[0], b[0]) - pad) / BIN);
      x <= Math.floor((Math.max(a[0], b[0]) + pad) / BIN);
      x++
    )
      for (
        let y = Math.floor((Math.min(a[1], b[1]) - pad) / BIN);
        y <= Math.floor((Math.max(a[1], b[1]) + pad) / BIN);
        y++
      ) {
        const bin = this.#bins.get(key(x, y))
        if (bin) bin.push(entry)
        else this.#bins.set(key(x, y), [entry])
      }
  }

  addLine(line: readonly Point[], tag: (order: number) => Tag): this {
    for (let i = 1; i < line.length; i++) this.add(at(line, i - 1), at(line, i), tag(i))
    return this
  }

  /** The smallest `meters - width(tag)` within reach, or `reach` when nothing is near. */
  gap(point: Point, width: (tag: Tag, share: number) => number): number {
    let best = this.#reach
    for (const { a, b, tag } of this.at(point)) {
      const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
      const [px, py] = [point[0] - a[0], point[1] - a[1]]
      const share = Math.max(0, Math.min(1, (px * dx + py * dy) / (dx * dx + dy * dy || 1)))
      const meters = Math.hypot(px - share * dx, py - share * dy)
      if (meters <= this.#reach) best = Math.min(best, meters - width(tag, share))
    }
    return best
  }

  at(point: Point): { a: Point; b: Point; tag: Tag }[] {
    return this.#bins.get(key(Math.floor(point[0] / BIN), Math.floor(point[1] / BIN))) ?? []
  }
}
