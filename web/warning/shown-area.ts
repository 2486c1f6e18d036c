import type { FeatureCollection } from 'geojson'
import type { Polygon } from '../../server/region/place.ts'

/** The area of a draft as the map shows what is being drawn; nothing for the whole town. */
export const shownArea = (area: Polygon | null): FeatureCollection => ({
  type: 'FeatureCollection',
  features: area
    ? [{ type: 'Feature', geometry: area, properties: { id: 'area', role: 'area', tone: 'bad' } }]
    : [],
})
