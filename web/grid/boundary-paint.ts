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
}

/** Draws a draft through the map's edit source: while dragging, only the touched grids are sent. */
export class BoundaryPaint {
  readonly #stage: MapStage
  readonly #draft: BoundaryDraft
  #marked: string[] = []

  constructor(stage: MapStage, draft: BoundaryDraft) {
    this.#stage = stage
    this.#draft = draft
    const features = draft.coverage.faceIds.map(id =>
      drawn(id, { role: 'boundary', geometry: draft.coverage.polygonOf(id) }),
    )
    stage.setEdit({ type: 'FeatureCollection', features })
  }

  /** Draws some grids anew, and every mark. */
  update(faces: readonly number[], marks: Marks): void {
    const marked = [...markFeatures(marks), ...this.#leftFeatures()]
    this.#stage.updateEdit({
      remove: this.#marked,
      add: marked,
      update: faces.map(id => ({ id, newGeometry: this.#draft.coverage.polygonOf(id) })),
    })
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

function markFeatures({ vertices, snap, handovers, focus }: Marks): Feature[] {
  return [
    ...handovers.map(({ from, to, polygon }) =>
      drawn(`piece-${from}-${to}`, {
        role: 'piece',
        tone: from === focus ? 'loss' : 'gain',
        geometry: polygon,
      }),
    ),
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

const pointOf = (spot: Spot) => ({ type: 'Point' as const, coordinates: lngLatOf(spot) })

function drawn(
  id: number | string,
  { role, tone, geometry }: { role: EditRole; tone?: string; geometry: Geometry },
): Feature {
  return { type: 'Feature', id, properties: { id, role, ...(tone ? { tone } : {}) }, geometry }
}
