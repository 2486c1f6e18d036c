/** Bits of `RoadGraph.access`: who may travel an edge in its direction. */
export const Access = { car: 1, truck: 2, foot: 4, blue: 8 } as const
/** Bits of `RoadGraph.flags`, for a segment. */
export const Flag = { roundabout: 1, toll: 2, destinationOnly: 4, link: 8, internal: 16 } as const
/** Bits of `RoadGraph.nodeFlags`. */
export const NodeFlag = { signal: 1, gate: 2, barred: 4, tollBooth: 8, border: 16, privateGate: 32 } as const
/** Bits of `RoadGraph.turnFlags`. */
export const TurnFlag = { banned: 1, left: 2 } as const

/**
 * A directed road graph. Edges come in pairs: edge 2k runs along segment k, edge 2k+1 against it, so
 * `edge >> 1` is the segment and `edge ^ 1` the way back. Turns are listed by the edge they lead onto.
 */
export interface RoadGraph {
  nodeLng: Float64Array
  nodeLat: Float64Array
  nodeFlags: Uint8Array
  /** Relative road density around a node, 0 to 15. */
  nodeDensity: Uint8Array
  from: Uint32Array
  to: Uint32Array
  access: Uint8Array
  carKmh: Uint8Array
  truckKmh: Uint8Array
  /** Compass degrees on leaving the first node and on reaching the last. */
  startHeading: Uint16Array
  endHeading: Uint16Array
  /** Per segment: first index of its shape; one more entry at the end. */
  shapeStart: Uint32Array
  shapeLng: Float64Array
  shapeLat: Float64Array
  meters: Float32Array
  roadClass: Uint8Array
  use: Uint8Array
  flags: Uint8Array
  surface: Uint8Array
  /** 0 where there is no limit. */
  maxHeightCm: Uint16Array
  maxWidthCm: Uint16Array
  maxWeightKg: Uint32Array
  wayId: Float64Array
  /** Index into `names`; 0 is the empty name. */
  name: Uint32Array
  names: string[]
  /** Segments behind all real ones that copy a real one, to keep rules over three edges. */
  shadowOf: Uint32Array
  turnStart: Uint32Array
  turnFrom: Uint32Array
  turnSeconds: Float32Array
  turnCostCar: Float32Array
  turnCostTruck: Float32Array
  turnFlags: Uint8Array
  /** Access bits for which an edge can reach the main network (low four) and be reached from it (high four). */
  reach: Uint8Array
}

/** Segments that stand for a stretch of road of their own. */
export function realSegments(graph: { meters: Float32Array; shadowOf: Uint32Array }): number {
  return graph.meters.length - graph.shadowOf.length
}

/** A number out of a typed array; every index used here is made by the graph itself. */
export function at(array: { readonly [index: number]: number }, index: number): number {
  return array[index] ?? 0
}

const METERS_PER_DEGREE = 111_319.49

/** Flat-earth meters, good to a few centimeters over a street and to 0.1 percent over a district. */
export function metersBetween(a: readonly [number, number], b: readonly [number, number]): number {
  const east = (b[0] - a[0]) * Math.cos((((a[1] + b[1]) / 2) * Math.PI) / 180)
  return Math.hypot(east, b[1] - a[1]) * METERS_PER_DEGREE
}

export function metersPerDegree(lat: number): { lng: number; lat: number } {
  return { lng: METERS_PER_DEGREE * Math.cos((lat * Math.PI) / 180), lat: METERS_PER_DEGREE }
}
