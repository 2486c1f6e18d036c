/** A polygon's ring as a run of x, y with its length in numbers; written over again and again. */
export interface Run {
  xy: Float64Array
  length: number
}

export const emptyRun = (): Run => ({ xy: new Float64Array(256), length: 0 })

function push(run: Run, x: number, y: number): void {
  if (run.length + 2 > run.xy.length) {
    const larger = new Float64Array(run.xy.length * 2)
    larger.set(run.xy)
    run.xy = larger
  }
  run.xy[run.length++] = x
  run.xy[run.length++] = y
}

/**
 * Cuts an open ring at the sides of a square, side after side (Sutherland and Hodgman), the sides that its box
 * passes alone. `spare` is written over.
 */
export function clipToSquare(
  [ring, spare]: readonly [Run, Run],
  [low, high]: [low: number, high: number],
  [west, north, east, south]: readonly [number, number, number, number],
): Run {
  let [from, to] = [ring, spare]
  const cut = (axis: 0 | 1, limit: number, sign: 1 | -1) => {
    cutSide(from, to, { axis, limit, sign })
    ;[from, to] = [to, from]
  }
  if (west < low) cut(0, low, 1)
  if (east > high) cut(0, high, -1)
  if (north < low) cut(1, low, 1)
  if (south > high) cut(1, high, -1)
  return from
}

interface Side {
  axis: 0 | 1
  limit: number
  sign: 1 | -1
}

function cutSide({ xy, length }: Run, to: Run, { axis, limit, sign }: Side): void {
  to.length = 0
  let px = xy[length - 2] ?? 0
  let py = xy[length - 1] ?? 0
  let before = ((axis === 0 ? px : py) - limit) * sign
  for (let i = 0; i < length; i += 2) {
    const x = xy[i] ?? 0
    const y = xy[i + 1] ?? 0
    const now = ((axis === 0 ? x : y) - limit) * sign
    if (now >= 0 !== before >= 0) {
      const share = before / (before - now)
      if (axis === 0) push(to, limit, py + (y - py) * share)
      else push(to, px + (x - px) * share, limit)
    }
    if (now >= 0) push(to, x, y)
    px = x
    py = y
    before = now
  }
}
