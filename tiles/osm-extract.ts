export interface OsmNodes {
  /** Node ids, ascending. */
  ids: Float64Array
  lng: Float64Array
  lat: Float64Array
  /** Tags by index, only for nodes that have any. */
  tags: Map<number, Record<string, string>>
  /** Index of a node id, or -1. */
  indexOf(id: number): number
}
export interface OsmWay {
  id: number
  refs: Float64Array
  tags: Record<string, string>
}
export interface OsmMember {
  type: 'node' | 'way' | 'relation'
  ref: number
  role: string
}
export interface OsmRelation {
  id: number
  members: OsmMember[]
  tags: Record<string, string>
}
export interface OsmExtract {
  /** West, south, east, north: the file's own bounds, otherwise those of its nodes. */
  bbox: [number, number, number, number]
  nodes: OsmNodes
  ways: OsmWay[]
  relations: OsmRelation[]
}
