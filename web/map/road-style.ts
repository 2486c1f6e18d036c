import type {
  DataDrivenPropertyValueSpecification,
  ExpressionSpecification,
  LayerSpecification,
} from 'maplibre-gl'
import type { BaseColours } from './base-colours.ts'

/** Our layers may stand below the roads: `beforeId` of the lowest layer that stays above them. */
export const LOWEST_ROAD = 'water-veil'

const source = 'base'
const kindIs = (...kinds: string[]): ExpressionSpecification => ['in', ['get', 'kind'], ['literal', kinds]]
const has = (key: string): ExpressionSpecification => ['has', key]
const PATHS = ['path', 'track', 'walk']

type Widths = [main: number, middle: number, street: number, lane: number]

/** Line widths in pixels of four classes at a zoom; slip roads are as thin as streets. */
const widthsAt = ([main, middle, street, lane]: Widths, add = 0): ExpressionSpecification => [
  'case',
  has('link'),
  street + add,
  [
    'match',
    ['get', 'kind'],
    ['motorway', 'trunk', 'primary'],
    main + add,
    ['secondary', 'tertiary'],
    middle + add,
    'street',
    street + add,
    lane + add,
  ],
]

const roadWidth = (edge: number): DataDrivenPropertyValueSpecification<number> => [
  'interpolate',
  ['exponential', 1.5],
  ['zoom'],
  8,
  widthsAt([0.9, 0.4, 0.2, 0], edge / 3),
  12,
  widthsAt([2.4, 1.5, 0.7, 0.3], edge / 2),
  14,
  widthsAt([5, 3.4, 2, 1], edge),
  16,
  widthsAt([12, 9, 6.5, 3.4], edge * 1.4),
  18,
  widthsAt([30, 24, 18, 9], edge * 2),
]

const roadColour = ({ road }: BaseColours): DataDrivenPropertyValueSpecification<string> => [
  'match',
  ['get', 'kind'],
  ['motorway', 'trunk', 'primary'],
  road.main,
  ['secondary', 'tertiary'],
  road.middle,
  'street',
  road.street,
  road.lane,
]

interface RoadLine {
  id: string
  filter: ExpressionSpecification
  edge: number
  colour: DataDrivenPropertyValueSpecification<string>
  ends?: 'round' | 'butt'
}

const roadLine = ({ id, filter, edge, colour, ends = 'round' }: RoadLine): LayerSpecification => ({
  id,
  type: 'line',
  source,
  'source-layer': 'road',
  filter,
  layout: { 'line-cap': ends, 'line-join': 'round', 'line-sort-key': ['get', 'rank'] },
  paint: { 'line-color': colour, 'line-width': roadWidth(edge) },
})

const isDriven: ExpressionSpecification = ['!', kindIs(...PATHS)]
const onGround: ExpressionSpecification = ['all', isDriven, ['!', has('tunnel')], ['!', has('bridge')]]
const onBridge: ExpressionSpecification = ['all', isDriven, has('bridge'), ['!', has('tunnel')]]

/** Roads, railways and boundaries, lowest first. */
export function roadLayers(colours: BaseColours): LayerSpecification[] {
  const colour = roadColour(colours)
  return [
    waterVeil(colours),
    buildingEdge(colours),
    roadLine({
      id: 'road-tunnel',
      filter: ['all', isDriven, has('tunnel')],
      edge: 0,
      colour: colours.road.tunnel,
      ends: 'butt',
    }),
    pathLine(colours),
    roadLine({ id: 'road-case', filter: onGround, edge: 1.6, colour: colours.roadCase, ends: 'butt' }),
    roadLine({ id: 'road', filter: onGround, edge: 0, colour }),
    ...railLines(colours),
    roadLine({ id: 'bridge-case', filter: onBridge, edge: 2.4, colour: colours.roadCase, ends: 'butt' }),
    roadLine({ id: 'bridge', filter: onBridge, edge: 0, colour, ends: 'butt' }),
    boundaryLine(colours),
  ]
}

/** Water once more above the risk colours, thin, so that a river stays a river. */
const waterVeil = (colours: BaseColours): LayerSpecification => ({
  id: LOWEST_ROAD,
  type: 'fill',
  source,
  'source-layer': 'water',
  paint: { 'fill-color': colours.water, 'fill-opacity': 0.5 },
})

/** Outlines of buildings above the risk colours, where one looks for a house. */
const buildingEdge = (colours: BaseColours): LayerSpecification => ({
  id: 'building-edge',
  type: 'line',
  source,
  'source-layer': 'building',
  minzoom: 15,
  paint: {
    'line-color': colours.rail,
    'line-opacity': ['interpolate', ['linear'], ['zoom'], 15, 0, 16, 0.55],
    'line-width': 0.8,
  },
})

const pathLine = (colours: BaseColours): LayerSpecification => ({
  id: 'path',
  type: 'line',
  source,
  'source-layer': 'road',
  minzoom: 14,
  filter: ['all', kindIs(...PATHS), ['!', has('tunnel')]],
  layout: { 'line-join': 'round' },
  paint: {
    'line-color': colours.road.path,
    'line-width': ['interpolate', ['exponential', 1.5], ['zoom'], 14, 0.7, 18, 3],
    'line-dasharray': [3, 1.6],
  },
})

function railLines(colours: BaseColours): LayerSpecification[] {
  const width = (main: number, thin: number): ExpressionSpecification => [
    'match',
    ['get', 'kind'],
    'rail',
    main,
    thin,
  ]
  const filter: ExpressionSpecification = ['!', has('tunnel')]
  return [
    {
      id: 'rail',
      type: 'line',
      source,
      'source-layer': 'rail',
      filter,
      paint: {
        'line-color': colours.rail,
        'line-width': [
          'interpolate',
          ['exponential', 1.4],
          ['zoom'],
          8,
          0.6,
          13,
          width(1.8, 0.9),
          17,
          width(5, 2.4),
        ],
      },
    },
    {
      id: 'rail-gap',
      type: 'line',
      source,
      'source-layer': 'rail',
      minzoom: 12,
      filter: ['all', filter, kindIs('rail')],
      paint: {
        'line-color': colours.railGap,
        'line-width': ['interpolate', ['exponential', 1.4], ['zoom'], 13, 1, 17, 3.4],
        'line-dasharray': [5, 5],
      },
    },
  ]
}

const boundaryLine = (colours: BaseColours): LayerSpecification => ({
  id: 'boundary',
  type: 'line',
  source,
  'source-layer': 'boundary',
  paint: {
    'line-color': colours.boundary,
    'line-opacity': 0.55,
    'line-width': ['match', ['get', 'level'], [2, 3, 4, 5, 6], 1.4, 0.9],
    'line-dasharray': [4, 2.4, 1, 2.4],
  },
})
