import { PolygonLayer, ScatterplotLayer } from '@deck.gl/layers'
import type { Hazard } from '../../server/hazard/hazard.ts'
import type { LngLat } from '../../server/region/place.ts'
import type { ThemeName } from '../look/theme.svelte.ts'
import type { Staged } from '../map/stage.svelte.ts'
import { OVERLAY } from '../map/tone.ts'

type Reaching = Pick<Hazard, 'lngLat' | 'area' | 'reachMeters'>

/** How far a source reaches: its own area, and the distance round its place. */
export function reachLayers(hazard: Reaching, theme: ThemeName): Staged {
  const { act } = OVERLAY[theme]
  const [red, green, blue] = act
  const fill: [number, number, number, number] = [red, green, blue, 26]
  const line: [number, number, number, number] = [red, green, blue, 220]
  const stroke = { stroked: true, getLineWidth: 2, lineWidthUnits: 'pixels', getLineColor: line } as const
  const circles = hazard.area === null && hazard.reachMeters > 0 ? [hazard] : []
  return {
    layers: [
      new PolygonLayer<{ rings: LngLat[][] }>({
        id: 'reach/area',
        data: hazard.area ? [{ rings: hazard.area.coordinates }] : [],
        getPolygon: each => each.rings,
        getFillColor: fill,
        ...stroke,
      }),
      new ScatterplotLayer<Reaching>({
        id: 'reach/round',
        data: circles,
        getPosition: each => each.lngLat,
        getRadius: each => each.reachMeters,
        getFillColor: fill,
        ...stroke,
      }),
    ],
  }
}
