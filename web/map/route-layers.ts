import { PathStyleExtension } from '@deck.gl/extensions'
import { IconLayer, PathLayer, PolygonLayer, TextLayer } from '@deck.gl/layers'
import type { LngLat } from '../../server/region/place.ts'
import type { ThemeName } from '../look/theme.svelte.ts'
import { closed, middleOf } from './line.ts'
import type { Staged } from './stage.svelte.ts'
import { SYMBOL_FONT } from './symbol-font.ts'
import { discAtlas } from './symbols.ts'
import { OVERLAY } from './tone.ts'

/** A way somebody takes, or does not take. */
export interface RouteItem {
  id: number | string
  line: readonly LngLat[]
  state: 'chosen' | 'rejected'
  /** What the pill on it says, e.g. `4 分 50 秒`; rejected ones have none. */
  label?: string
  isSelected?: boolean
}

export interface ZoneItem {
  id: number | string
  /** Outer ring first. */
  rings: readonly (readonly LngLat[])[]
  label?: string
  isSelected?: boolean
}

export interface ClosureItem {
  id: number | string
  /** A point, a stretch of road, or the outline of a closed area. */
  shape:
    | { kind: 'point'; lngLat: LngLat }
    | { kind: 'line'; line: readonly LngLat[] }
    | { kind: 'area'; ring: readonly LngLat[] }
  isSelected?: boolean
}

const dashed = new PathStyleExtension({ dash: true })
const pathLook = { widthUnits: 'pixels', capRounded: true, jointRounded: true } as const

/** Chosen routes solid on a casing with their time on them; rejected ones as grey dots below. */
export function routeLayers<Item extends RouteItem>(
  items: readonly Item[],
  { theme }: { theme: ThemeName },
): Staged {
  const { act, casing, rejected } = OVERLAY[theme]
  const chosen = items.filter(item => item.state === 'chosen')
  const layers = [
    new PathLayer<Item>({
      id: 'routes-rejected',
      data: items.filter(item => item.state === 'rejected'),
      getPath: item => item.line.map(copy),
      getColor: rejected,
      getWidth: 4,
      ...pathLook,
      pickable: true,
      extensions: [dashed],
      ...{ getDashArray: [0.1, 3.6], dashJustified: true },
    }),
    new PathLayer<Item>({
      id: 'routes/casing',
      data: chosen,
      getPath: item => item.line.map(copy),
      getColor: casing,
      getWidth: item => (item.isSelected ? 11 : 8.5),
      ...pathLook,
    }),
    new PathLayer<Item>({
      id: 'routes/core',
      data: chosen,
      getPath: item => item.line.map(copy),
      getColor: act,
      getWidth: item => (item.isSelected ? 7 : 5),
      ...pathLook,
      pickable: true,
    }),
  ]
  const timed = chosen.filter(item => item.label && item.line.length > 1)
  const pills = timed.length > 0 ? [pillLayer('route-times', timed, theme)] : []
  return {
    layers: [...layers, ...pills],
    rooms: timed.map(item => ({ lngLat: middleOf(item.line), shape: 'pill' })),
  }
}

function pillLayer<Item extends RouteItem>(id: 'route-times', items: readonly Item[], theme: ThemeName) {
  const { act, pill, pillInk } = OVERLAY[theme]
  return new TextLayer<Item>({
    id,
    data: items,
    getPosition: item => middleOf(item.line),
    getText: item => item.label ?? '',
    characterSet: 'auto',
    fontFamily: SYMBOL_FONT,
    fontWeight: 600,
    getSize: 12.5,
    getColor: pillInk,
    background: true,
    getBackgroundColor: pill,
    getBorderColor: act,
    getBorderWidth: 1.5,
    backgroundBorderRadius: 11,
    backgroundPadding: [10, 3, 10, 4],
    pickable: true,
  })
}

/** Danger zones: coral dashes round a translucent fill. */
export function zoneLayers<Item extends ZoneItem>(
  items: readonly Item[],
  { theme }: { theme: ThemeName },
): Staged {
  const { zone, zoneFill } = OVERLAY[theme]
  return {
    layers: [
      new PolygonLayer<Item>({
        id: 'zones/fill',
        data: items,
        getPolygon: item => item.rings.map(ring => ring.map(copy)),
        getFillColor: zoneFill,
        stroked: false,
        pickable: true,
      }),
      new PathLayer<{ item: Item; ring: readonly LngLat[] }>({
        id: 'zones/edge',
        data: items.flatMap(item => item.rings.map(ring => ({ item, ring }))),
        getPath: each => closed(each.ring).map(copy),
        getColor: zone,
        getWidth: each => (each.item.isSelected ? 3.5 : 2.2),
        widthUnits: 'pixels',
        extensions: [dashed],
        ...{ getDashArray: [6, 4], dashJustified: true },
      }),
    ],
  }
}

/** Closures: what is closed in coral, with the no-entry disc in its middle. */
export function closureLayer<Item extends ClosureItem>(
  items: readonly Item[],
  { theme }: { theme: ThemeName },
): Staged {
  const { zone, casing } = OVERLAY[theme]
  const { image, mapping } = discAtlas()
  const lines = items.flatMap(item => (item.shape.kind === 'point' ? [] : [lineOf(item)]))
  const stroke = (name: string, width: number, color: typeof zone) =>
    new PathLayer<readonly LngLat[]>({
      id: `closure-lines/${name}`,
      data: lines,
      getPath: line => line.map(copy),
      getColor: color,
      getWidth: width,
      ...pathLook,
    })
  const discs = new IconLayer<Item>({
    id: 'closures',
    data: items,
    iconAtlas: image,
    iconMapping: mapping,
    getIcon: () => 'closure',
    getPosition: item => [...placeOf(item)],
    getSize: item => (item.isSelected ? 34 : 28),
    pickable: true,
    updateTriggers: { getSize: items },
  })
  return {
    layers: [stroke('casing', 6.5, casing), stroke('core', 3.5, zone), discs],
    rooms: items.map(item => ({ lngLat: placeOf(item), shape: 'disc' })),
  }
}

const copy = ([lng, lat]: LngLat): LngLat => [lng, lat]

function lineOf({ shape }: ClosureItem): readonly LngLat[] {
  if (shape.kind === 'line') return shape.line
  return shape.kind === 'area' ? closed(shape.ring) : [shape.lngLat]
}

function placeOf({ shape }: ClosureItem): LngLat {
  return shape.kind === 'point' ? shape.lngLat : middleOf(shape.kind === 'line' ? shape.line : shape.ring)
}
