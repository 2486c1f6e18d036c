import type { BoundaryPreview } from '../../server/boundary/boundary.ts'

/** The cleaned coverage as GeoJSON (RFC 7946). */
export const previewFile = ({ faces }: BoundaryPreview): string =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: faces.map(({ polygon, name, code, parent }) => ({
      type: 'Feature',
      properties: { name, code, parent },
      geometry: polygon,
    })),
  })
