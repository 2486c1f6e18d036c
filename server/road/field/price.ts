import type { Vehicle } from '../road.ts'
import { Access, at, NodeFlag, type RoadGraph, TurnFlag } from './graph.ts'
import {
  densityFactor,
  STEPS_KMH,
  SURFACE_PENALTY,
  SURFACE_WEIGHT,
  USE_FACTOR,
  Use,
  WALK_KMH,
} from './table.ts'

type Profile = Vehicle['profile']

/** Seconds and search cost of every edge for one profile. */
export interface Prices {
  seconds: Float32Array
  cost: Float32Array
  turnCost: Float32Array
  turnSeconds: Float32Array
}

export function pricesOf(graph: RoadGraph, profile: Profile): Prices {
  if (profile === 'foot') return walkingPrices(graph)
  const kmh = profile === 'car' ? graph.carKmh : graph.truckKmh
  const seconds = Float32Array.from(
    kmh,
    (speed, edge) => (at(graph.meters, edge >> 1) * 3.6) / Math.max(1, speed),
  )
  return {
    seconds,
    cost: Float32Array.from(seconds, (value, edge) => value * factor(graph, edge, profile)),
    turnCost: profile === 'car' ? graph.turnCostCar : graph.turnCostTruck,
    turnSeconds: graph.turnSeconds,
  }
}

function factor(graph: RoadGraph, edge: number, profile: 'car' | 'truck'): number {
  const segment = edge >> 1
  const surface = (SURFACE_PENALTY[at(graph.surface, segment)] ?? 0) * SURFACE_WEIGHT[profile]
  const use = USE_FACTOR[at(graph.use, segment)]?.[profile] ?? 1
  return (densityFactor(at(graph.nodeDensity, at(graph.to, edge))) + surface) * use
}

function walkingPrices(graph: RoadGraph): Prices {
  const seconds = Float32Array.from(graph.from, (_, edge) => {
    const kmh = at(graph.use, edge >> 1) === Use.steps ? STEPS_KMH : WALK_KMH
    return (at(graph.meters, edge >> 1) * 3.6) / kmh
  })
  const free = new Float32Array(graph.turnFrom.length)
  return { seconds, cost: seconds, turnCost: free, turnSeconds: free }
}

/** Marks the edges this vehicle can travel at all: access, height, width and weight. */
export function openEdges(graph: RoadGraph, vehicle: Vehicle): Uint8Array {
  const bit = accessBit(vehicle)
  const size = sizeOf(vehicle)
  const heightCm = size.heightMeters * 100
  const widthCm = size.widthMeters * 100
  const weightKg = size.weightTons * 1000
  return Uint8Array.from(graph.access, (access, edge) => {
    if (!(access & bit)) return 0
    const segment = edge >> 1
    const height = at(graph.maxHeightCm, segment)
    const width = at(graph.maxWidthCm, segment)
    const weight = at(graph.maxWeightKg, segment)
    const tooHigh = height > 0 && heightCm > height
    const tooWide = width > 0 && widthCm > width
    const tooHeavy = weight > 0 && weightKg > weight
    return tooHigh || tooWide || tooHeavy ? 0 : 1
  })
}

/** Size of a vehicle that does not give its own; both engines use the same. */
export function sizeOf(vehicle: Vehicle): { heightMeters: number; widthMeters: number; weightTons: number } {
  const size = DEFAULT_SIZE[vehicle.profile]
  return {
    heightMeters: vehicle.heightMeters ?? size.heightMeters,
    widthMeters: vehicle.widthMeters ?? size.widthMeters,
    weightTons: vehicle.weightTons ?? size.weightTons,
  }
}

const DEFAULT_SIZE = {
  foot: { heightMeters: 0, widthMeters: 0, weightTons: 0 },
  car: { heightMeters: 1.6, widthMeters: 1.9, weightTons: 0 },
  truck: { heightMeters: 3.5, widthMeters: 2.5, weightTons: 10 },
} as const

export function accessBit(vehicle: Vehicle): number {
  if (vehicle.profile === 'foot') return Access.foot
  if (vehicle.blueLight) return Access.blue
  return vehicle.profile === 'car' ? Access.car : Access.truck
}

/** Whether a turn stands open to the vehicle: its restriction, and barriers on its node. */
export function turnRule(vehicle: Vehicle): { bannedMask: number; barredMask: number } {
  if (vehicle.profile === 'foot') return { bannedMask: 0, barredMask: 0 }
  return { bannedMask: vehicle.blueLight ? 0 : TurnFlag.banned, barredMask: NodeFlag.barred }
}
