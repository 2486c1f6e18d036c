import type { ExpressionSpecification, LayerSpecification, SymbolLayerSpecification } from 'maplibre-gl'
import type { LanguageCode } from '../language/format.ts'
import type { BaseColours } from './base-colours.ts'
import { REGULAR, STRONG } from './font-names.ts'

/** Our areas and lines may stand below the names: `beforeId` of the lowest name layer. */
export const LOWEST_LABEL = 'waterway-name'

const source = 'base'
const nameIn = (language: LanguageCode): ExpressionSpecification =>
  language === 'zh'
    ? ['coalesce', ['get', 'name'], ['get', 'nameEn'], '']
    : ['coalesce', ['get', 'nameEn'], ['get', 'name'], '']

type Layout = NonNullable<SymbolLayerSpecification['layout']>
interface Label {
  id: string
  of: string
  minzoom?: number
  filter?: ExpressionSpecification
  layout: Layout
  colour: string
  halo?: number
}

/** Names on the base map, the least important first. Names keep clear of our symbols by themselves. */
export function labelLayers(colours: BaseColours, language: LanguageCode): LayerSpecification[] {
  const text = nameIn(language)
  const label = ({ id, of, minzoom = 8, filter, layout, colour, halo = 1.6 }: Label): LayerSpecification => ({
    id,
    type: 'symbol',
    source,
    'source-layer': of,
    minzoom,
    ...(filter ? { filter } : {}),
    layout: { 'text-field': text, 'text-font': [REGULAR], 'text-padding': 3, ...layout },
    paint: {
      'text-color': colour,
      'text-halo-color': colours.halo,
      'text-halo-width': halo,
      'text-halo-blur': 0.4,
    },
  })
  const spacing = language === 'zh' ? 0.12 : 0.02
  const along: Layout = { 'symbol-placement': 'line', 'text-max-angle': 30, 'text-letter-spacing': spacing }
  return [
    label({
      id: LOWEST_LABEL,
      of: 'waterway',
      minzoom: 12,
      layout: { ...along, 'text-size': 12 },
      colour: colours.textWater,
      halo: 1,
    }),
    label({
      id: 'area-name',
      of: 'area',
      minzoom: 11,
      filter: largeEnough,
      layout: areaLayout,
      colour: colours.textSoft,
    }),
    label({
      id: 'water-name',
      of: 'area',
      minzoom: 10,
      filter: waterOnly,
      layout: waterLayout,
      colour: colours.textWater,
      halo: 1.2,
    }),
    label({
      id: 'poi-name',
      of: 'poi',
      minzoom: 14,
      layout: { ...poiLayout, 'icon-image': 'spot' },
      colour: colours.textSoft,
    }),
    ...streetLabels(label, along, colours),
    label({ id: 'place-name', of: 'place', layout: placeLayout, colour: colours.text, halo: 1.8 }),
  ]
}

function streetLabels(
  label: (of: Label) => LayerSpecification,
  along: Layout,
  colours: BaseColours,
): LayerSpecification[] {
  const isMain: ExpressionSpecification = [
    'in',
    ['get', 'kind'],
    ['literal', ['motorway', 'trunk', 'primary', 'secondary']],
  ]
  const size = (from: number, to: number): ExpressionSpecification => [
    'interpolate',
    ['linear'],
    ['zoom'],
    13,
    from,
    17,
    to,
  ]
  const order: ExpressionSpecification = ['-', 10, ['get', 'rank']]
  const minor = {
    ...along,
    'text-size': size(10, 13),
    'symbol-spacing': 280,
    'symbol-sort-key': order,
  } satisfies Layout
  const main = {
    ...along,
    'text-size': size(11.5, 14.5),
    'symbol-spacing': 420,
    'symbol-sort-key': order,
  } satisfies Layout
  return [
    label({
      id: 'street-name',
      of: 'street',
      minzoom: 14.3,
      filter: ['!', isMain],
      layout: minor,
      colour: colours.textSoft,
    }),
    label({
      id: 'main-street-name',
      of: 'street',
      minzoom: 12.5,
      filter: isMain,
      layout: main,
      colour: colours.text,
    }),
  ]
}

/** An area's name appears when the area is about as wide as three characters; `size` is metres, 2^-zoom a pixel. */
const largeEnough: ExpressionSpecification = [
  'all',
  ['!=', ['get', 'kind'], 'water'],
  ['>', ['*', ['get', 'size'], ['^', 2, ['-', ['zoom'], 16]]], 26],
]
const waterOnly: ExpressionSpecification = [
  'all',
  ['==', ['get', 'kind'], 'water'],
  ['>', ['*', ['get', 'size'], ['^', 2, ['-', ['zoom'], 16]]], 14],
]
const areaLayout: Layout = {
  'text-size': ['interpolate', ['linear'], ['zoom'], 12, 11, 17, 13],
  'text-max-width': 7,
  'symbol-sort-key': ['-', 0, ['get', 'size']],
}
const waterLayout: Layout = { ...areaLayout, 'text-size': 13, 'text-letter-spacing': 0.1 }
const poiLayout: Layout = {
  'text-size': 11,
  'text-max-width': 8,
  'text-offset': [0, 0.7],
  'text-anchor': 'top',
  'text-optional': false,
  'text-padding': 6,
}
const placeLayout: Layout = {
  'text-font': [
    'match',
    ['get', 'kind'],
    ['city', 'town', 'suburb', 'borough'],
    ['literal', [STRONG]],
    ['literal', [REGULAR]],
  ],
  'text-size': [
    'interpolate',
    ['linear'],
    ['zoom'],
    9,
    ['match', ['get', 'kind'], ['city', 'town'], 14, 11],
    14,
    ['match', ['get', 'kind'], ['city', 'town'], 19, ['suburb', 'borough'], 15, 13],
  ],
  'text-max-width': 8,
  'text-letter-spacing': 0.05,
  'symbol-sort-key': [
    'match',
    ['get', 'kind'],
    'city',
    0,
    'town',
    1,
    'suburb',
    2,
    'borough',
    2,
    'village',
    3,
    'quarter',
    4,
    5,
  ],
}
