import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NOTHING_TO_AVOID, type Vehicle } from '../road.ts'
import { DrawnTown } from './drawn-town.ts'
import { RoadField } from './field.ts'
import { at, type RoadGraph, TurnFlag } from './graph.ts'
import { makeGraph } from './make-graph.ts'
import { accessBit } from './price.ts'

interface Drawn {
  size: number
  streets: { from: number; to: number; oneway: boolean; highway: string }[]
}

const drawn: fc.Arbitrary<Drawn> = fc.integer({ min: 3, max: 8 }).chain(size =>
  fc.record({
    size: fc.constant(size),
    streets: fc.array(
      fc.record({
        from: fc.nat(size * size - 1),
        to: fc.nat(size * size - 1),
        oneway: fc.boolean(),
        highway: fc.constantFrom('primary', 'residential', 'service', 'living_street'),
      }),
      { minLength: 4, maxLength: 40 },
    ),
  }),
)

function townOf({ size, streets }: Drawn): DrawnTown {
  const town = new DrawnTown()
  for (let i = 0; i < size * size; i++)
    town.place(`p${i}`, (i % size) * 137 + (i % 3) * 11, Math.floor(i / size) * 149)
  streets.forEach((street, i) => {
    if (street.from === street.to) return
    const tags = { highway: street.highway, name: `路${i % 5}`, ...(street.oneway ? { oneway: 'yes' } : {}) }
    town.street(`p${street.from} p${street.to}`, tags)
  })
  return town
}

/** The slow way: forward from one edge, over every turn, until nothing gets cheaper. */
function cheapest(
  graph: RoadGraph,
  run: { from: number; to: number; field: RoadField; vehicle: Vehicle },
): number {
  const prices = run.field.pricesFor(run.vehicle)
  const bit = accessBit(run.vehicle)
  const cost = new Map<number, number>([[run.from, at(prices.cost, run.from)]])
  for (let changed = true; changed; ) {
    changed = false
    for (let onto = 0; onto < graph.from.length; onto++) {
      if (!(at(graph.access, onto) & bit)) continue
      for (let turn = at(graph.turnStart, onto); turn < at(graph.turnStart, onto + 1); turn++) {
        const before = cost.get(at(graph.turnFrom, turn))
        if (before === undefined || at(graph.turnFlags, turn) & TurnFlag.banned) continue
        const price = before + at(prices.turnCost, turn) + at(prices.cost, onto)
        if (price < (cost.get(onto) ?? Infinity) - 1e-6) {
          cost.set(onto, price)
          changed = true
        }
      }
    }
  }
  return cost.get(run.to) ?? Infinity
}

/** What a path of edges costs, turn by turn; infinite when two of them do not join. */
function priceOf(graph: RoadGraph, edges: number[], run: { field: RoadField; vehicle: Vehicle }): number {
  const prices = run.field.pricesFor(run.vehicle)
  return edges.reduce((sum, edge, i) => {
    const previous = edges[i - 1]
    if (previous === undefined) return at(prices.cost, edge)
    for (let turn = at(graph.turnStart, edge); turn < at(graph.turnStart, edge + 1); turn++) {
      if (at(graph.turnFrom, turn) === previous)
        return sum + at(prices.turnCost, turn) + at(prices.cost, edge)
    }
    return Infinity
  }, 0)
}

describe('the sweep', () => {
  it('finds what an exhaustive forward search finds, on random towns', () => {
    fc.assert(
      fc.property(
        drawn,
        fc.nat(),
        fc.nat(),
        fc.constantFrom('car', 'truck', 'foot'),
        (town, a, b, profile) => {
          const graph = makeGraph(townOf(town).extract())
          if (graph.from.length === 0 || graph.shadowOf.length > 0) return
          const field = new RoadField(graph)
          const vehicle: Vehicle = { profile }
          const segments = graph.meters.length
          const middle = (segment: number): [number, number] => {
            const i = at(graph.shapeStart, segment)
            return [
              (at(graph.shapeLng, i) + at(graph.shapeLng, i + 1)) / 2,
              (at(graph.shapeLat, i) + at(graph.shapeLat, i + 1)) / 2,
            ]
          }
          const reach = field.sweepTo({ to: middle(a % segments), vehicle, avoid: NOTHING_TO_AVOID })
          const source = reach.target && reach.snap(middle(b % segments))
          const reading = source && reach.read(source)
          reach.done()
          if (!source || !reach.target) return
          const prices = field.pricesFor(vehicle)
          const wanted = source.stands.flatMap(stand =>
            (reach.target?.stands ?? []).map(goal => {
              if (stand.edge === goal.edge && goal.fraction >= stand.fraction) {
                return at(prices.cost, stand.edge) * (goal.fraction - stand.fraction)
              }
              if (stand.edge === goal.edge) return Infinity
              const whole = cheapest(graph, { from: stand.edge, to: goal.edge, field, vehicle })
              const saved =
                at(prices.cost, stand.edge) * stand.fraction +
                at(prices.cost, goal.edge) * (1 - goal.fraction)
              return whole - saved
            }),
          )
          const best = Math.min(...wanted)
          if (!reading) {
            expect(best).toBe(Infinity)
            return
          }
          const first = reading.edges[0] ?? 0
          const last = reading.edges.at(-1) ?? 0
          const partial =
            at(prices.cost, first) * reading.startFraction + at(prices.cost, last) * (1 - reading.endFraction)
          const price = priceOf(graph, reading.edges, { field, vehicle }) - partial
          expect(price).toBeLessThanOrEqual(best + 1e-2)
          if (best < Infinity) expect(price).toBeGreaterThanOrEqual(best - 1e-2)
        },
      ),
      { numRuns: 150 },
    )
  })
})
