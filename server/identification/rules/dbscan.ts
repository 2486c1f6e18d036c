/**
 * DBSCAN (Ester, Kriegel, Sander, Xu 1996) on a plane. A point with at least `least` points within `withinMeters`,
 * itself counted, is a core; cores in reach of each other are one cluster; a point in reach of a core belongs to the
 * nearest one (the first on a tie), so that the answer does not depend on the order of the walk.
 * @param xy metres, x and y in turn
 * @returns a cluster number for each point, in the order of first points, -1 for what belongs to none
 */
export function dbscan(
  xy: Float64Array,
  { withinMeters, least }: { withinMeters: number; least: number },
): Int32Array {
  const count = xy.length / 2
  const near = neighbourhood(xy, withinMeters)
  const neighbours = Array.from({ length: count }, (_, i) => near(i))
  const isCore = neighbours.map(list => list.length >= least)
  const labels = new Int32Array(count).fill(-1)
  let clusters = 0
  for (let i = 0; i < count; i++) {
    if (!isCore[i] || labels[i] !== -1) continue
    const open = [i]
    labels[i] = clusters
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const next of neighbours[at] ?? []) {
        if (!isCore[next] || labels[next] !== -1) continue
        labels[next] = clusters
        open.push(next)
      }
    }
    clusters += 1
  }
  for (let i = 0; i < count; i++) {
    if (isCore[i]) continue
    const core = nearestOf(
      xy,
      i,
      (neighbours[i] ?? []).filter(each => isCore[each]),
    )
    if (core !== -1) labels[i] = labels[core] ?? -1
  }
  return labels
}

/** Squares of `withinMeters` on a side hold the points, so that only nine of them are asked. */
function neighbourhood(xy: Float64Array, withinMeters: number): (i: number) => number[] {
  const squares = new Map<string, number[]>()
  const side = (value: number) => Math.floor(value / withinMeters)
  for (let i = 0; i < xy.length / 2; i++) {
    const key = `${side(xy[2 * i] ?? 0)} ${side(xy[2 * i + 1] ?? 0)}`
    const list = squares.get(key)
    if (list) list.push(i)
    else squares.set(key, [i])
  }
  return i => {
    const [column, row] = [side(xy[2 * i] ?? 0), side(xy[2 * i + 1] ?? 0)]
    const found: number[] = []
    for (let c = column - 1; c <= column + 1; c++) {
      for (let r = row - 1; r <= row + 1; r++) {
        for (const j of squares.get(`${c} ${r}`) ?? [])
          if (squared(xy, i, j) <= withinMeters ** 2) found.push(j)
      }
    }
    return found.sort((a, b) => a - b)
  }
}

const squared = (xy: Float64Array, i: number, j: number): number =>
  ((xy[2 * i] ?? 0) - (xy[2 * j] ?? 0)) ** 2 + ((xy[2 * i + 1] ?? 0) - (xy[2 * j + 1] ?? 0)) ** 2

function nearestOf(xy: Float64Array, i: number, others: number[]): number {
  let best = -1
  for (const j of others) if (best === -1 || squared(xy, i, j) < squared(xy, i, best)) best = j
  return best
}
