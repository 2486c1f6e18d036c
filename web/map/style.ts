import type { LayerSpecification, StyleSpecification } from 'maplibre-gl'
import type { LanguageCode } from '../language/format.ts'
import type { ThemeName } from '../look/theme.svelte.ts'
import { BASE_COLOURS, type BaseColours } from './base-colours.ts'
import { editLayers } from './edit-style.ts'
import { STRONG } from './font-names.ts'
import { labelLayers } from './label-style.ts'
import { roadLayers } from './road-style.ts'

/** Sources of the map: the town, the geometry being drawn, the room and the names of our symbols. */
export const SOURCES = { base: 'base', edit: 'edit', rooms: 'rooms', names: 'names' } as const

export interface StyleInput {
  theme: ThemeName
  language: LanguageCode
  /** Where the town's `base.pmtiles` is, absolute; without it the map is bare ground. */
  tilesUrl: string | undefined
  fontFaces: StyleSpecification['font-faces']
}

/** The whole map style. The same ids in the same order for every theme and language, so that switching is a diff. */
export function mapStyle({ theme, language, tilesUrl, fontFaces }: StyleInput): StyleSpecification {
  const colours = BASE_COLOURS[theme]
  const base =
    tilesUrl === undefined ? emptyBase() : { type: 'vector' as const, url: `pmtiles://${tilesUrl}` }
  const own = [...groundLayers(colours), ...roadLayers(colours), ...labelLayers(colours, language)]
  return {
    version: 8,
    name: `sisetu-${theme}-${language}`,
    ...(fontFaces ? { 'font-faces': fontFaces } : {}),
    sources: {
      [SOURCES.base]: base,
      [SOURCES.edit]: { type: 'geojson', data: { type: 'FeatureCollection', features: [] }, promoteId: 'id' },
      [SOURCES.rooms]: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } },
      [SOURCES.names]: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } },
    },
    layers: [...own, ...editLayers(theme), symbolNameLayer(colours), roomLayer()],
  }
}

const emptyBase = () => ({ type: 'vector' as const, tiles: [], maxzoom: 1 })

/** The last symbol layer is placed first: all names give way to the symbols, the base map's also to ours. */
const roomLayer = (): LayerSpecification => ({
  id: 'room',
  type: 'symbol',
  source: SOURCES.rooms,
  layout: {
    'icon-image': ['concat', 'room-', ['get', 'shape']],
    'icon-anchor': ['match', ['get', 'shape'], 'pin', 'bottom', 'center'],
    'icon-allow-overlap': true,
    'icon-ignore-placement': false,
    'icon-padding': 0,
  },
})

/** Below its symbol, or where else there is room. */
const symbolNameLayer = (colours: BaseColours): LayerSpecification => ({
  id: 'symbol-name',
  type: 'symbol',
  source: SOURCES.names,
  filter: ['>=', ['zoom'], ['get', 'minZoom']],
  layout: {
    'text-field': ['get', 'text'],
    'text-font': [STRONG],
    'text-size': 12,
    'text-max-width': 12,
    'text-variable-anchor-offset': [
      'match',
      ['get', 'shape'],
      'pin',
      ['literal', ['top', [0, 0.25], 'left', [1.7, -1.8], 'right', [-1.7, -1.8]]],
      'ring',
      ['literal', ['top', [0, 1.65], 'bottom', [0, -1.65], 'left', [1.75, 0], 'right', [-1.75, 0]]],
      ['literal', ['top', [0, 1.2], 'bottom', [0, -1.2], 'left', [1.3, 0], 'right', [-1.3, 0]]],
    ],
    'text-justify': 'auto',
    'text-padding': 1,
    'symbol-sort-key': ['-', 0, ['get', 'weight']],
  },
  paint: { 'text-color': colours.text, 'text-halo-color': colours.halo, 'text-halo-width': 1.8 },
})

function groundLayers(colours: BaseColours): LayerSpecification[] {
  const ground = Object.entries(colours.ground).flat()
  const [kind, colour, ...rest] = ground
  const source = SOURCES.base
  return [
    { id: 'background', type: 'background', paint: { 'background-color': colours.land } },
    {
      id: 'land',
      type: 'fill',
      source,
      'source-layer': 'land',
      layout: { 'fill-sort-key': ['-', 0, ['coalesce', ['get', 'area'], 0]] },
      paint: {
        'fill-color': [
          'match',
          ['get', 'kind'],
          kind ?? 'park',
          colour ?? colours.land,
          ...rest,
          colours.land,
        ],
        'fill-antialias': false,
      },
    },
    {
      id: 'water',
      type: 'fill',
      source,
      'source-layer': 'water',
      paint: {
        'fill-color': ['match', ['get', 'kind'], 'pool', colours.pool, colours.water],
        'fill-outline-color': colours.shore,
      },
    },
    {
      id: 'waterway',
      type: 'line',
      source,
      'source-layer': 'waterway',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': colours.water,
        'line-width': [
          'interpolate',
          ['exponential', 1.4],
          ['zoom'],
          9,
          0.8,
          14,
          ['match', ['get', 'kind'], 'river', 3, 1.4],
          18,
          12,
        ],
      },
    },
    {
      id: 'building',
      type: 'fill',
      source,
      'source-layer': 'building',
      minzoom: 13,
      paint: {
        'fill-color': colours.building,
        'fill-outline-color': colours.buildingEdge,
        'fill-opacity': ['interpolate', ['linear'], ['zoom'], 13, 0, 14.5, 1],
      },
    },
  ]
}
