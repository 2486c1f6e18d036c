import { existsSync, readFileSync } from 'node:fs'
import type { LngLat, MultiPolygon, Polygon } from '../region/place.ts'
import { type Spot, spotOf } from '../region/rules/lattice.ts'
import { CleanOptions } from './boundary.ts'
import { clean } from './rules/clean.ts'
import type { SourceFace } from './rules/survey.ts'

/** Where the sample boundaries are, if they are. */
export const samples = process.env.SISETU_SAMPLES ?? '../shared/data'
export const sampleOf = (path: string) => `${samples}/${path}`
export const hasSample = (path: string) => existsSync(sampleOf(path))

const origin: LngLat = [121.9, 30.88]

/** A spot some steps of 0.001 degrees, about 100 m, from a corner in China. */
export const spotAt = (x: number, y: number): Spot => spotOf([origin[0] + x / 1000, origin[1] + y / 1000])

/** A face of one ring in steps. */
export const face = (row: number, ...corners: [number, number][]): SourceFace => ({
  row,
  parts: [[corners.map(([x, y]) => spotAt(x, y))]],
})

/** A block of steps as a face. */
export const box = (row: number, [x, y]: [number, number], [width, height]: [number, number] = [1, 1]) =>
  face(row, [x, y], [x + width, y], [x + width, y + height], [x, y + height])

export const cleanly = (
  faces: SourceFace[],
  more: Partial<Parameters<typeof clean>[0]> = {},
): ReturnType<typeof clean> => clean({ faces, options: CleanOptions.parse({}), answers: {}, ...more })

/** The geometries of a sample in GeoJSON as they are in the file. */
export function sampleShapes(path: string): (Polygon | MultiPolygon)[] {
  const { features }: { features: { geometry: Polygon | MultiPolygon }[] } = JSON.parse(
    readFileSync(sampleOf(path), 'utf8'),
  )
  return features.map(({ geometry }) => geometry)
}

/** The faces of a sample in GeoJSON, placed as they are. */
export function sampleFaces(path: string): SourceFace[] {
  return sampleShapes(path).map((geometry, i) => ({
    row: i + 1,
    parts: (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates).map(rings =>
      rings.map(ring => ring.slice(0, -1).map(spotOf)),
    ),
  }))
}
