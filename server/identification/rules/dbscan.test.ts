import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dbscan } from './dbscan.ts'

type Spot = [number, number]

/** The definition written out: every pair is asked, cores are joined until nothing changes. */
function model(points: Spot[], withinMeters: number, least: number): number[] {
  const far = (a: Spot, b: Spot) => (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2
  const joined = (i: number, j: number) => {
    const [a, b] = [points[i], points[j]]
    return a !== undefined && b !== undefined && far(a, b) <= withinMeters ** 2
  }
  const all = points.map((_, i) => i)
  const core = all.map(i => all.filter(j => joined(i, j)).length >= least)
  const group = all.map(i => (core[i] ? i : -1))
  for (let changed = true; changed; ) {
    changed = false
    for (const i of all)
      for (const j of all) {
        const [a = -1, b = -1] = [group[i], group[j]]
        if (!core[i] || !core[j] || !joined(i, j) || a <= b) continue
        group[i] = b
        changed = true
      }
  }
  for (const i of all) {
    const own = points[i]
    if (core[i] || !own) continue
    const cores = all.filter(j => core[j] && joined(i, j))
    const best = cores.reduce((kept, j) => {
      const [a, b] = [points[kept], points[j]]
      return a && b && far(own, b) < far(own, a) ? j : kept
    }, cores[0] ?? -1)
    group[i] = best === -1 ? -1 : (group[best] ?? -1)
  }
  const order = [...new Set(all.filter(i => core[i]).map(i => group[i]))]
  return group.map(each => (each === -1 ? -1 : order.indexOf(each)))
}

const flat = (points: Spot[]) => Float64Array.from(points.flat())

test('it agrees with the definition on random points, on a lattice with many ties', () => {
  const spot = fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }))
  fc.assert(
    fc.property(
      fc.array(spot, { maxLength: 60 }),
      fc.constantFrom(1, 2, 3),
      fc.integer({ min: 1, max: 6 }),
      (points, withinMeters, least) => {
        expect([...dbscan(flat(points), { withinMeters, least })]).toEqual(model(points, withinMeters, least))
      },
    ),
    { numRuns: 300 },
  )
})

test('two knots and a stray', () => {
  const points: Spot[] = [
    [0, 0],
    [10, 0],
    [500, 500],
    [0, 10],
    [505, 500],
    [500, 505],
    [250, 250],
  ]
  expect([...dbscan(flat(points), { withinMeters: 20, least: 3 })]).toEqual([0, 0, 1, 0, 1, 1, -1])
  expect([...dbscan(new Float64Array(), { withinMeters: 20, least: 3 })]).toEqual([])
})
