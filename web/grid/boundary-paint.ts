import type { Feature } from 'geojson'
import type { LngLat, MultiPolygon, Polygon } from '../../server/region/place.ts'
import { lngLatOf, type Spot } from '../../server/region/rules/lattice.ts'
import type { EditRole } from '../map/edit-style.ts'
import type { MapStage } from '../map/stage.svelte.ts'
import type { BoundaryDraft } from './boundary-draft.svelte.ts'
import { type Handover, leftEdges } from './consequences.ts'

/** What stands on the boundaries besides themselves. */
export interface Marks {
  vertices: readonly Spot[]
  /** The vertex or place that a press would take, ringed; red when it may not go there. */
  snap: { spot: Spot; isBad: boolean } | undefined
  handovers: readonly Handover[]
  /** Pieces that this grid loses are grey instead of blue. */
  focus: number | undefined
  /** The line or ring that is being drawn. */
  line: readonly Spot[]
  isRing: boolean
  /** Grids that are chosen for an act. */
  chosen: readonly number[]
}

/** Draws a draft through the map's edit source: while dragging, only the touched grids are sent. */
export class BoundaryPaint {
  readonly #stage: MapStage
  readonly #draft: BoundaryDraft
  #marked: string[] = []
  readonly #drawn = new Set<number>()

  constructor(stage: MapStage, draft: BoundaryDraft) {
    this.#stage = stage
    this.#draft = draft
    stage.setEdit({ type: 'FeatureCollection', features: draft.coverage.faceIds.map(this.#face) })
    for (const id of draft.coverage.faceIds) this.#drawn.add(id)
  }

  #face = (id: number): Feature =>
    drawn(id, { role: 'boundary', geometry: this.#draft.coverage.polygonOf(id) })

  /** Draws some grids anew, and every mark. */
  update(faces: readonly number[], marks: Marks): void {
    const { coverage } = this.#draft
    const chosen = marks.chosen.map(id =>
      drawn(`chosen-${id}`, { role: 'piece', tone: 'gain', geometry: coverage.polygonOf(id) }),
    )
    const marked = [...chosen, ...markFeatures(marks), ...this.#leftFeatures()]
    const made = faces.filter(id => coverage.has(id) && !this.#drawn.has(id))
    const gone = faces.filter(id => !coverage.has(id) && this.#drawn.has(id))
    const changed = faces.filter(id => coverage.has(id) && this.#drawn.has(id))
    this.#stage.updateEdit({
      remove: [...this.#marked, ...gone],
      add: [...made.map(this.#face), ...marked],
      update: changed.map(id => ({ id, newGeometry: coverage.polygonOf(id) })),
    })
    for (const id of made) this.#drawn.add(id)
    for (const id of gone) this.#drawn.delete(id)
    this.#marked = marked.map(feature => String(feature.id))
  }

  clear(): void {
    this.#stage.setEdit({ type: 'FeatureCollection', features: [] })
  }

  #leftFeatures = (): Feature[] =>
    leftEdges(this.#draft).map((coordinates, i) =>
      drawn(`left-${i}`, { role: 'cut', geometry: { type: 'LineString', coordinates } }),
    )
}

function markFeatures({ vertices, snap, handovers, focus, line, isRing }: Marks): Feature[] {
  return [
    ...handovers.map(({ from, to, polygon }) =>
      drawn(`piece-${from}-${to}`, {
        role: 'piece',
        tone: from === focus ? 'loss' : 'gain',
        geometry: polygon,
      }),
    ),
    ...(line.length > 1 ? [drawn('pen', { role: 'cut', geometry: penLine(line, isRing) })] : []),
    ...line.map((spot, i) => drawn(`corner-${i}`, { role: 'vertex', geometry: pointOf(spot) })),
    ...vertices.map((spot, i) => drawn(`vertex-${i}`, { role: 'vertex', geometry: pointOf(spot) })),
    ...(snap
      ? [
          drawn('snap', {
            role: 'snap',
            ...(snap.isBad ? { tone: 'bad' } : {}),
            geometry: pointOf(snap.spot),
          }),
        ]
      : []),
  ]
}

type Geometry =
  | Polygon
  | MultiPolygon
  | { type: 'Point'; coordinates: LngLat }
  | { type: 'LineString'; coordinates: LngLat[] }

const penLine = (line: readonly Spot[], isRing: boolean) => ({
  type: 'LineString' as const,
  coordinates: [...line, ...(isRing ? line.slice(0, 1) : [])].map(lngLatOf),
})

const pointOf = (spot: Spot) => ({ type: 'Point' as const, coordinates: lngLatOf(spot) })

function drawn(
  id: number | string,
  { role, tone, geometry }: { role: EditRole; tone?: string; geometry: Geometry },
): Feature {
  return { type: 'Feature', id, properties: { id, role, ...(tone ? { tone } : {}) }, geometry }
}
