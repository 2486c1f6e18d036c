/** A run of x, y in whole units of 1e-7 degrees, of which `count` vertices count; the last does not repeat the first. */
export interface Spots {
  xy: Int32Array
  count: number
}

const mostVertices = 100
/** Below this extent every sum here is an exact whole number. */
const exactReach = 2 ** 22

/**
 * Whether an open ring is sound beyond doubt: no two edges meet or come near, none runs back along itself. What it
 * is in doubt about is for `checkPolygon` to judge, which is a hundred times slower.
 */
export function isPlain({ xy, count }: Spots): boolean {
  if (count < 4 || count > mostVertices) return false
  const [x0 = 0, y0 = 0] = [xy[0], xy[1]]
  for (let i = 0; i < count; i++) {
    const x = (xy[i * 2] ?? 0) - x0
    const y = (xy[i * 2 + 1] ?? 0) - y0
    if (x > exactReach || x < -exactReach || y > exactReach || y < -exactReach) return false
  }
  for (let i = 0; i < count; i++) {
    if (
      !goesOn(xy, i * 2, {
        before: (i === 0 ? count - 1 : i - 1) * 2,
        after: (i + 1 === count ? 0 : i + 1) * 2,
      })
    ) {
      return false
    }
  }
  measureEdges(xy, count)
  for (let i = 0; i < count - 2; i++) {
    const last = i === 0 ? count - 1 : count
    for (let j = i + 2; j < last; j++) {
      if (
        (east[i] ?? 0) < (west[j] ?? 0) ||
        (east[j] ?? 0) < (west[i] ?? 0) ||
        (north[i] ?? 0) < (south[j] ?? 0) ||
        (north[j] ?? 0) < (south[i] ?? 0)
      )
        continue
      if (!areApart(xy, { a: i * 2, b: i * 2 + 2, c: j * 2, d: j + 1 === count ? 0 : j * 2 + 2 }))
        return false
    }
  }
  return true
}

// Boxes of the edges, one unit wider to the east and north: edges whose boxes are apart need no other look.
const west = new Int32Array(mostVertices)
const south = new Int32Array(mostVertices)
const east = new Int32Array(mostVertices)
const north = new Int32Array(mostVertices)

function measureEdges(xy: Int32Array, count: number): void {
  let ax = xy[0] ?? 0
  let ay = xy[1] ?? 0
  for (let i = 0; i < count; i++) {
    const next = i + 1 === count ? 0 : i * 2 + 2
    const bx = xy[next] ?? 0
    const by = xy[next + 1] ?? 0
    west[i] = Math.min(ax, bx)
    east[i] = Math.max(ax, bx) + 1
    south[i] = Math.min(ay, by)
    north[i] = Math.max(ay, by) + 1
    ax = bx
    ay = by
  }
}

/** Whether the two edges at a vertex go forward, or turn by more than a hair. */
function goesOn(xy: Int32Array, at: number, { before, after }: { before: number; after: number }): boolean {
  const ux = (xy[at] ?? 0) - (xy[before] ?? 0)
  const uy = (xy[at + 1] ?? 0) - (xy[before + 1] ?? 0)
  const vx = (xy[after] ?? 0) - (xy[at] ?? 0)
  const vy = (xy[after + 1] ?? 0) - (xy[at + 1] ?? 0)
  if (ux * vx + uy * vy > 0) return true
  const turn = ux * vy - uy * vx
  return isClear(turn, ux * ux + uy * uy) && isClear(turn, vx * vx + vy * vy)
}

/** Farther than a fiftieth of a unit from a line of that squared length: twice what the full check asks. */
const isClear = (turn: number, squared: number) => squared > 0 && turn * turn * 2500 > squared

interface Pair {
  a: number
  b: number
  c: number
  d: number
}

function areApart(xy: Int32Array, { a, b, c, d }: Pair): boolean {
  const [ax, ay, bx, by] = [xy[a] ?? 0, xy[a + 1] ?? 0, xy[b] ?? 0, xy[b + 1] ?? 0]
  const [cx, cy, dx, dy] = [xy[c] ?? 0, xy[c + 1] ?? 0, xy[d] ?? 0, xy[d + 1] ?? 0]
  const ux = bx - ax
  const uy = by - ay
  const turnC = ux * (cy - ay) - uy * (cx - ax)
  const turnD = ux * (dy - ay) - uy * (dx - ax)
  const squaredU = ux * ux + uy * uy
  if (turnC > 0 === turnD > 0 && isClear(turnC, squaredU) && isClear(turnD, squaredU)) return true
  const vx = dx - cx
  const vy = dy - cy
  const turnA = vx * (ay - cy) - vy * (ax - cx)
  const turnB = vx * (by - cy) - vy * (bx - cx)
  const squaredV = vx * vx + vy * vy
  return turnA > 0 === turnB > 0 && isClear(turnA, squaredV) && isClear(turnB, squaredV)
}

/** Whether a plain ring runs clockwise. */
export function isClockwise({ xy, count }: Spots): boolean {
  const [x0 = 0, y0 = 0] = [xy[0], xy[1]]
  let area = 0
  for (let i = 1; i + 1 < count; i++) {
    const px = (xy[i * 2] ?? 0) - x0
    const py = (xy[i * 2 + 1] ?? 0) - y0
    const qx = (xy[i * 2 + 2] ?? 0) - x0
    const qy = (xy[i * 2 + 3] ?? 0) - y0
    area += px * qy - py * qx
  }
  return area < 0
}
