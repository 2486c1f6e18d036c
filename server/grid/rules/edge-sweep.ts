import type { EdgeIndex } from './edge-index.ts'
import type { Plane } from './plane.ts'

// An edge over more squares than this is looked up in the index instead of being put into each of them.
const mostSquares = 64

/** Visits every two edges whose boxes meet, once. All edges are put into squares at once and compared in each. */
export function eachPair(plane: Plane, visit: (one: number, two: number) => void): void {
  const side = plane.index.squareUnits / 2
  const { edges, long } = byLength(plane, side)
  for (const edge of long) {
    plane.index.each(plane.boxOf(edge), other => {
      if (other !== edge && (!long.has(other) || other > edge)) visit(edge, other)
      return false
    })
  }
  new Squares(plane.index, { edges, side }).eachPair(visit)
}

function byLength(plane: Plane, side: number): { edges: Int32Array; long: Set<number> } {
  const edges = new Int32Array(plane.edgeCount)
  const long = new Set<number>()
  let count = 0
  plane.eachEdge(edge => {
    const [west, south, east, north] = plane.boxOf(edge)
    if (((east - west) / side + 2) * ((north - south) / side + 2) > mostSquares) long.add(edge)
    else edges[count++] = edge
  })
  return { edges: edges.subarray(0, count), long }
}

/** Edges by the squares that their boxes meet: those of one bucket follow one another. */
class Squares {
  readonly #starts: Int32Array
  readonly #edges: Int32Array
  readonly #columns: Int32Array
  readonly #rows: Int32Array
  readonly #boxes: Float64Array
  readonly #side: number

  constructor(index: EdgeIndex, { edges, side }: { edges: Int32Array; side: number }) {
    this.#side = side
    this.#starts = new Int32Array(2 ** Math.ceil(Math.log2(edges.length + 2)) + 1)
    const boxes = new Float64Array(edges.length * 4)
    for (let i = 0; i < edges.length; i++) boxes.set(index.boxOf(edges[i] ?? 0), i * 4)
    let total = 0
    eachSquare(boxes, side, (_, column, row) => {
      const at = this.#bucket(column, row) + 1
      this.#starts[at] = (this.#starts[at] ?? 0) + 1
      total += 1
    })
    for (let at = 1; at < this.#starts.length; at++) {
      this.#starts[at] = (this.#starts[at] ?? 0) + (this.#starts[at - 1] ?? 0)
    }
    this.#edges = new Int32Array(total)
    this.#columns = new Int32Array(total)
    this.#rows = new Int32Array(total)
    this.#boxes = new Float64Array(total * 4)
    const next = this.#starts.slice()
    eachSquare(boxes, side, (i, column, row) => {
      const bucket = this.#bucket(column, row)
      const place = next[bucket] ?? 0
      next[bucket] = place + 1
      this.#edges[place] = edges[i] ?? 0
      this.#columns[place] = column
      this.#rows[place] = row
      for (let k = 0; k < 4; k++) this.#boxes[place * 4 + k] = boxes[i * 4 + k] ?? 0
    })
  }

  eachPair(visit: (one: number, two: number) => void): void {
    for (let bucket = 0; bucket + 1 < this.#starts.length; bucket++) {
      const [from, to] = [this.#starts[bucket] ?? 0, this.#starts[bucket + 1] ?? 0]
      for (let i = from; i < to; i++) {
        for (let k = i + 1; k < to; k++) {
          if (this.#isFirstMeeting(i, k)) visit(this.#edges[i] ?? 0, this.#edges[k] ?? 0)
        }
      }
    }
  }

  /** Whether the boxes meet and this is the square with the south-western corner of what they share. */
  #isFirstMeeting(i: number, k: number): boolean {
    if (this.#columns[i] !== this.#columns[k] || this.#rows[i] !== this.#rows[k]) return false
    const boxes = this.#boxes
    const west = Math.max(boxes[i * 4] ?? 0, boxes[k * 4] ?? 0)
    const south = Math.max(boxes[i * 4 + 1] ?? 0, boxes[k * 4 + 1] ?? 0)
    if (west > Math.min(boxes[i * 4 + 2] ?? 0, boxes[k * 4 + 2] ?? 0)) return false
    if (south > Math.min(boxes[i * 4 + 3] ?? 0, boxes[k * 4 + 3] ?? 0)) return false
    return (
      Math.floor(west / this.#side) === this.#columns[i] && Math.floor(south / this.#side) === this.#rows[i]
    )
  }

  #bucket(column: number, row: number): number {
    let hash = Math.imul(column, 0x9e3779b1) ^ Math.imul(row, 0x85ebca6b)
    hash ^= hash >>> 15
    hash = Math.imul(hash, 0x2c1b3c6d)
    return ((hash ^ (hash >>> 13)) >>> 0) & (this.#starts.length - 2)
  }
}

function eachSquare(
  boxes: Float64Array,
  side: number,
  visit: (i: number, column: number, row: number) => void,
): void {
  for (let i = 0; i * 4 < boxes.length; i++) {
    const [west, east] = [Math.floor((boxes[i * 4] ?? 0) / side), Math.floor((boxes[i * 4 + 2] ?? 0) / side)]
    const south = Math.floor((boxes[i * 4 + 1] ?? 0) / side)
    const north = Math.floor((boxes[i * 4 + 3] ?? 0) / side)
    for (let row = south; row <= north; row++) {
      for (let column = west; column <= east; column++) visit(i, column, row)
    }
  }
}

// Below this, products of two differences and sums of two such products are exact.
const exactReach = 2 ** 25
// Twice the square of the hundredth of a unit below which edges count as touching.
const nearSquared = 2e-4

/** Whether two edges are surely not in each other's way; false when that takes a closer look. */
export function areClear({ spots: { x, y }, originOf, headOf }: Plane, one: number, two: number): boolean {
  const [a, b, c, d] = [originOf(one * 2), headOf(one * 2), originOf(two * 2), headOf(two * 2)]
  const [ox, oy] = [x[a] ?? 0, y[a] ?? 0]
  const [bx, by] = [(x[b] ?? 0) - ox, (y[b] ?? 0) - oy]
  const [cx, cy] = [(x[c] ?? 0) - ox, (y[c] ?? 0) - oy]
  const [dx, dy] = [(x[d] ?? 0) - ox, (y[d] ?? 0) - oy]
  if (Math.max(Math.abs(bx), Math.abs(by), Math.abs(cx), Math.abs(cy)) >= exactReach) return false
  if (Math.max(Math.abs(dx), Math.abs(dy)) >= exactReach) return false
  if (a === c) return part(bx, by, dx, dy)
  if (a === d) return part(bx, by, cx, cy)
  if (b === c) return part(-bx, -by, dx - bx, dy - by)
  if (b === d) return part(-bx, -by, cx - bx, cy - by)
  if (isAside(bx * cy - by * cx, bx * dy - by * dx, bx * bx + by * by)) return true
  const [ex, ey] = [dx - cx, dy - cy]
  return isAside(ey * cx - ex * cy, ex * (by - cy) - ey * (bx - cx), ex * ex + ey * ey)
}

/** Whether two edges from one vertex go apart. */
function part(px: number, py: number, qx: number, qy: number): boolean {
  if (px * qx + py * qy <= 0) return true
  const across = px * qy - py * qx
  return across * across > nearSquared * Math.max(px * px + py * py, qx * qx + qy * qy)
}

/** Whether both ends of one edge lie clearly on the same side of the other. */
const isAside = (first: number, second: number, length: number): boolean =>
  first > 0 === second > 0 && Math.min(first * first, second * second) > nearSquared * length
