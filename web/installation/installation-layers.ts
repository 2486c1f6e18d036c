import { PolygonLayer, ScatterplotLayer } from '@deck.gl/layers'
import type { Exposure, Installation, Place } from '../../server/installation/installation.ts'
import type { LngLat } from '../../server/region/place.ts'
import type { ThemeName } from '../look/theme.svelte.ts'
import type { Staged } from '../map/stage.svelte.ts'
import { OVERLAY } from '../map/tone.ts'

/** Parts of a polygon or multipolygon of the server as rings; anything else is nothing to draw. */
export function partsOf(ring: Exposure['ring'] | undefined): LngLat[][][] {
  if (!ring) return []
  // The server gives GeoJSON of the type it names.
  return ring.type === 'Polygon' ? [ring.coordinates as LngLat[][]] : (ring.coordinates as LngLat[][][])
}

interface Drawn {
  place: Place | undefined
  ring: Exposure['ring'] | undefined
  theme: ThemeName
}

/** The ring of 500 m, dashed by its thin line, and the unit that it goes round. */
export function exposureLayers({ place, ring, theme }: Drawn): Staged {
  const { act } = OVERLAY[theme]
  const [red, green, blue] = act
  const line = { stroked: true, lineWidthUnits: 'pixels', getLineColor: [red, green, blue, 230] } as const
  return {
    layers: [
      new PolygonLayer<LngLat[][]>({
        id: 'exposure/ring',
        data: partsOf(ring),
        getPolygon: rings => rings,
        getFillColor: [red, green, blue, 34],
        getLineWidth: 1.5,
        ...line,
      }),
      new PolygonLayer<LngLat[][]>({
        id: 'exposure/unit',
        data: place?.type === 'Polygon' ? [place.coordinates] : [],
        getPolygon: rings => rings,
        getFillColor: [red, green, blue, 90],
        getLineWidth: 2.5,
        ...line,
      }),
      new ScatterplotLayer<LngLat>({
        id: 'exposure/point',
        data: place?.type === 'Point' ? [place.coordinates] : [],
        getPosition: lngLat => lngLat,
        getRadius: 6,
        radiusUnits: 'pixels',
        getFillColor: [red, green, blue, 255],
        getLineWidth: 2,
        ...line,
      }),
    ],
  }
}

interface Moved {
  ring: LngLat[]
  /** How many come; negative for those who leave. */
  people: number
}

/** Cells that people come to or leave in a what-if. */
export function movedLayers(moved: readonly Moved[], theme: ThemeName): Staged {
  const [red, green, blue] = OVERLAY[theme].act
  return {
    layers: [
      new PolygonLayer<Moved>({
        id: 'exposure/moved',
        data: moved,
        getPolygon: ({ ring }) => ring,
        getFillColor: [red, green, blue, 60],
        stroked: true,
        getLineColor: [red, green, blue, 255],
        getLineWidth: 2.5,
        lineWidthUnits: 'pixels',
      }),
    ],
    names: moved.flatMap(({ ring, people }) => {
      const [first] = ring
      const text = people > 0 ? `+${people}` : String(people)
      return first && people !== 0
        ? [{ lngLat: first, text, shape: 'disc' as const, weight: 9, minZoom: 0 }]
        : []
    }),
  }
}

/** All units of the list as small outlines, so that one sees which are there; the picked one is drawn over them. */
export function unitLayers(units: readonly Pick<Installation, 'id' | 'place'>[], theme: ThemeName): Staged {
  const { act } = OVERLAY[theme]
  const [red, green, blue] = act
  return {
    layers: [
      new PolygonLayer<Pick<Installation, 'id' | 'place'>>({
        id: 'exposure/units',
        data: units.filter(({ place }) => place.type === 'Polygon'),
        getPolygon: ({ place }) => (place.type === 'Polygon' ? place.coordinates : []),
        getFillColor: [red, green, blue, 40],
        stroked: true,
        getLineColor: [red, green, blue, 230],
        getLineWidth: 2,
        lineWidthUnits: 'pixels',
        pickable: true,
      }),
    ],
  }
}

/** West, south, east, north of a ring or a place, to look at it whole. */
export function boxOf(parts: readonly LngLat[][][]): [number, number, number, number] | undefined {
  const all = parts.flat(2)
  if (all.length === 0) return undefined
  const lng = all.map(([x]) => x)
  const lat = all.map(([, y]) => y)
  return [Math.min(...lng), Math.min(...lat), Math.max(...lng), Math.max(...lat)]
}
