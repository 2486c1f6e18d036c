import type { LngLat } from '../../region/place.ts'
import type { Avoid, Vehicle } from '../road.ts'
import { type Blocks, blocksOf, shapeOf } from './block.ts'
import { type RoadGraph, realSegments } from './graph.ts'
import { distanceToShape, projected } from './plane.ts'
import { accessBit, openEdges, type Prices, pricesOf, turnRule } from './price.ts'
import { type Snap, Snapper } from './snap.ts'
import { type Passage, type Reading, Sweep, SweepBuffers } from './sweep.ts'

const MAX_VEHICLES = 64

interface SweepInput {
  to: LngLat
  vehicle: Vehicle
  avoid: Avoid
  /** Places inside danger zones that are to be left. */
  leaving?: LngLat[]
}

export interface Reach {
  /** Where the target joins the network, or undefined when it lies more than 500 m off it. */
  target: Snap | undefined
  blocks: Blocks
  /** 1 where an edge may be used by this vehicle now. */
  open: Uint8Array
  snap(lngLat: LngLat): Snap | undefined
  /** Segments shut to this vehicle now: closed ones, and those of the last mile that no reading uses. */
  shutSegments(readings: Reading[]): number[]
  /** What is left from a place; undefined when no way leads through. */
  read(source: Snap): Reading | undefined
  /** Gives the buffers back; readings taken before stay valid. */
  done(): void
}

/** The road network of one town, ready to sweep. */
export class RoadField {
  readonly graph: RoadGraph
  readonly #snapper: Snapper
  readonly #prices = new Map<Vehicle['profile'], Prices>()
  readonly #open = new Map<string, Uint8Array>()
  readonly #spare: SweepBuffers[] = []

  constructor(graph: RoadGraph) {
    this.graph = graph
    this.#snapper = new Snapper(graph)
  }

  /** Travel from everywhere to `to`: one sweep, then as many readings as wanted. */
  sweepTo({ to, vehicle, avoid, leaving = [] }: SweepInput): Reach {
    const network = { graph: this.graph, snapper: this.#snapper }
    const blocks = blocksOf(network, avoid, [to, ...leaving])
    const open = this.#openFor(vehicle, blocks)
    const bit = accessBit(vehicle)
    const target = this.#snapper.snap(to, { open, reachBit: bit << 4, role: 'target' })
    const buffers = target && (this.#spare.pop() ?? new SweepBuffers(this.graph.from.length))
    const passage = this.#passage(vehicle, { blocks, open })
    const sweep = target && buffers ? new Sweep(this.graph, { passage, buffers, target }) : undefined
    return {
      target,
      blocks,
      open,
      shutSegments: readings => this.#shut(blocks, { vehicle, readings }),
      snap: lngLat => this.#snapper.snap(lngLat, { open, reachBit: bit, role: 'source' }),
      read: source => sweep?.read(source),
      done: () => {
        if (buffers) this.#spare.push(buffers)
      },
    }
  }

  segmentsIn(box: [number, number, number, number]): Set<number> {
    return this.#snapper.segmentsIn(box)
  }

  /** Whether a segment comes within so many meters of a place. */
  touches(segment: number, place: LngLat, meters: number): boolean {
    return distanceToShape(projected(shapeOf(this.graph, segment), place), [0, 0]) <= meters
  }

  #shut(blocks: Blocks, by: { vehicle: Vehicle; readings: Reading[] }): number[] {
    const everOpen = this.#everOpen(by.vehicle)
    const driven = new Set(by.readings.flatMap(reading => reading.edges.map(edge => this.#realSegment(edge))))
    const unused = [...blocks.lastMile].filter(segment => !driven.has(segment))
    return [...new Set([...blocks.closed, ...unused])].filter(
      segment => everOpen[2 * segment] === 1 || everOpen[2 * segment + 1] === 1,
    )
  }

  #realSegment(edge: number): number {
    const segment = edge >> 1
    const real = realSegments(this.graph)
    return segment < real ? segment : (this.graph.shadowOf[segment - real] ?? segment)
  }

  pricesFor(vehicle: Vehicle): Prices {
    const known = this.#prices.get(vehicle.profile)
    if (known) return known
    const prices = pricesOf(this.graph, vehicle.profile)
    this.#prices.set(vehicle.profile, prices)
    return prices
  }

  #passage(vehicle: Vehicle, { blocks, open }: { blocks: Blocks; open: Uint8Array }): Passage {
    const lastMile = blocks.lastMile.size > 0 ? new Uint8Array(this.graph.meters.length) : undefined
    for (const segment of this.#withShadows(blocks.lastMile)) if (lastMile) lastMile[segment] = 1
    return { prices: this.pricesFor(vehicle), open, lastMile, ...turnRule(vehicle) }
  }

  #withShadows(segments: Set<number>): number[] {
    const real = realSegments(this.graph)
    const shadows = Array.from(this.graph.shadowOf, (of, i) => (segments.has(of) ? real + i : -1))
    return [...segments, ...shadows.filter(segment => segment >= 0)]
  }

  #everOpen(vehicle: Vehicle): Uint8Array {
    const key = JSON.stringify([
      accessBit(vehicle),
      vehicle.profile,
      vehicle.heightMeters,
      vehicle.widthMeters,
      vehicle.weightTons,
    ])
    const known = this.#open.get(key) ?? openEdges(this.graph, vehicle)
    if (this.#open.size >= MAX_VEHICLES) this.#open.clear()
    this.#open.set(key, known)
    return known
  }

  #openFor(vehicle: Vehicle, blocks: Blocks): Uint8Array {
    const known = this.#everOpen(vehicle)
    if (blocks.closed.size === 0) return known
    const open = known.slice()
    for (const segment of this.#withShadows(blocks.closed)) {
      open[2 * segment] = 0
      open[2 * segment + 1] = 0
    }
    return open
  }
}
