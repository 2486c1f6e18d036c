import type { OsmExtract, OsmMember } from './osm-extract.ts'

type Tags = Record<string, string>

/** Lays out small extracts for tests: `anExtract().node(1, [118, 28]).way(2, [1, 3], { highway: 'primary' }).build()`. */
export function anExtract() {
  const nodes: { id: number; lngLat: [number, number]; tags: Tags }[] = []
  const extract: Pick<OsmExtract, 'ways' | 'relations'> = { ways: [], relations: [] }
  const builder = {
    node(id: number, lngLat: [number, number], tags: Tags = {}) {
      nodes.push({ id, lngLat, tags })
      return builder
    },
    /** A way with nodes of its own, numbered from `id * 1000`; a closed ring ends on its first node. */
    line(id: number, lngLats: [number, number][], tags: Tags = {}) {
      const isClosed = lngLats.length > 2 && String(lngLats[0]) === String(lngLats.at(-1))
      const own = isClosed ? lngLats.slice(0, -1) : lngLats
      const refs = own.map((lngLat, i) => {
        builder.node(id * 1000 + i, lngLat)
        return id * 1000 + i
      })
      return builder.way(id, isClosed ? [...refs, id * 1000] : refs, tags)
    },
    way(id: number, refs: number[], tags: Tags = {}) {
      extract.ways.push({ id, refs: Float64Array.from(refs), tags })
      return builder
    },
    relation(id: number, members: OsmMember[], tags: Tags = {}) {
      extract.relations.push({ id, members, tags })
      return builder
    },
    build(bbox?: OsmExtract['bbox']): OsmExtract {
      const sorted = nodes.toSorted((a, b) => a.id - b.id)
      const ids = Float64Array.from(sorted, each => each.id)
      const lng = Float64Array.from(sorted, each => each.lngLat[0])
      const lat = Float64Array.from(sorted, each => each.lngLat[1])
      const tags = new Map(
        sorted.flatMap((each, i) => (Object.keys(each.tags).length ? [[i, each.tags]] : [])),
      )
      const box: OsmExtract['bbox'] = [Math.min(...lng), Math.min(...lat), Math.max(...lng), Math.max(...lat)]
      return { ...extract, bbox: bbox ?? box, nodes: { ids, lng, lat, tags, indexOf: id => ids.indexOf(id) } }
    },
  }
  return builder
}
