import type { OsmExtract } from '../../../tiles/osm-extract.ts'
import { railOf, roadOf } from '../../../tiles/road-kind.ts'
import { LineKind } from '../partition.ts'

/** Lines of a map as flat arrays, so that a thread can hand them over without copying. */
export interface PackedLines {
  /** Index into `LineKind.options`, one a line. */
  kinds: Uint8Array<ArrayBuffer>
  names: string[]
  /** First position of each line in `positions`, in pairs; one more entry at the end. */
  starts: Uint32Array<ArrayBuffer>
  /** Longitude and latitude in degrees, one after the other. */
  positions: Float64Array<ArrayBuffer>
}

/** The roads, railways and waters of an extract along which a boundary can run. */
export function mapLines({ nodes, ways }: OsmExtract): PackedLines {
  const kinds: number[] = []
  const names: string[] = []
  const starts = [0]
  const positions: number[] = []
  for (const { refs, tags } of ways) {
    const kind = kindOf(tags)
    if (!kind) continue
    const before = positions.length
    for (const ref of refs) {
      const index = nodes.indexOf(ref)
      if (index >= 0) positions.push(nodes.lng[index] ?? 0, nodes.lat[index] ?? 0)
    }
    if (positions.length - before < 4) {
      positions.length = before
      continue
    }
    kinds.push(LineKind.options.indexOf(kind))
    names.push(tags['name:zh'] ?? tags.name ?? tags.ref ?? '')
    starts.push(positions.length / 2)
  }
  return {
    kinds: Uint8Array.from(kinds),
    names,
    starts: Uint32Array.from(starts),
    positions: Float64Array.from(positions),
  }
}

/** A tunnel is no mark in the ground. */
export function kindOf(tags: Record<string, string>): LineKind | null {
  if (tags.tunnel && tags.tunnel !== 'no') return null
  const water = waters[tags.waterway ?? '']
  if (water) return water
  const rail = railOf(tags)
  if (rail) return rail.properties.kind === 'rail' && !rail.properties.tunnel ? 'rail' : null
  const kind = roadOf(tags)?.properties.kind
  return LineKind.options.find(each => each === kind) ?? null
}

const waters: Partial<Record<string, LineKind>> = {
  river: 'river',
  canal: 'river',
  stream: 'stream',
  ditch: 'stream',
  drain: 'stream',
}
