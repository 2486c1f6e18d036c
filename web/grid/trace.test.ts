import { expect, it } from 'vitest'
import type { MapLine } from '../../server/partition/partition.ts'
import { lngLatOf, type Spot } from '../../server/region/rules/lattice.ts'
import { at } from './grid.fixture.ts'
import { Traces } from './trace.ts'

const road = (name: string, ...spots: Spot[]): MapLine => ({
  ...{ kind: 'street', name },
  line: { type: 'LineString', coordinates: spots.map(lngLatOf) },
})
const units = [100, 100] as const
const traces = new Traces([
  road('东街', at(0, 0), at(2, 0), at(4, 0)),
  road('北街', at(2, 0), at(2, 3)),
  road('远路', at(0, 3), at(2, 3)),
  road('孤路', at(8, 8), at(9, 8)),
])
const on = (spot: Spot) => {
  const found = traces.nearest(spot, { units, reach: 10 })
  if (!found) throw new Error('no line there')
  return found
}

it('finds the nearest place on a line within reach, and none beyond', () => {
  expect(on(at(1, 0.2))).toMatchObject({ spot: at(1, 0), name: '东街' })
  expect(traces.nearest(at(1, 1.5), { units, reach: 4 })).toBeUndefined()
})

it('follows the lines over junctions, the shortest way', () => {
  expect(traces.between(on(at(1, 0)), on(at(2, 2)))).toEqual([at(2, 0)])
  expect(traces.between(on(at(3, 0)), on(at(1, 3)))).toEqual([at(2, 0), at(2, 3)])
})

it('goes straight on one stretch, and says when no line leads there', () => {
  expect(traces.between(on(at(0.5, 0)), on(at(1.5, 0)))).toEqual([])
  expect(traces.between(on(at(1, 0)), on(at(8.5, 8)))).toBeNull()
})
