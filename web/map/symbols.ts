import { IconLayer, ScatterplotLayer } from '@deck.gl/layers'
import type { LngLat } from '../../server/region/place.ts'
import type { ThemeName } from '../look/theme.svelte.ts'
import { type Atlas, discName, drawAtlas } from './disc-atlas.ts'
import type { LayerId } from './order.ts'
import type { Staged, SymbolName } from './stage.svelte.ts'
import { OVERLAY, type Tone } from './tone.ts'

/** A thing drawn as a disc with one Chinese character. More properties ride along and come back when picked. */
export interface DiscItem {
  id: number | string
  lngLat: LngLat
  character: string
  tone: Tone
  /** Its name below it, where there is room. */
  label?: string
  /** Higher ones keep their label when room is short. */
  weight?: number
  /** Out of duty, on loan, far away: pale. */
  isDim?: boolean
  isSelected?: boolean
}

export interface DiscLook {
  theme: ThemeName
  zoom: number
  /** Labels stand from this zoom on; 13.5 when not given. */
  labelZoom?: number
}

export interface PinItem {
  id: number | string
  lngLat: LngLat
  label?: string
  isClosed?: boolean
  isSelected?: boolean
}

const once = <T>(make: () => T) => {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** Drawn on first use, when the canvas has waited for the fonts. */
export const discAtlas: () => Atlas = once(drawAtlas)

const DISC_SIZE = 28
const SMALL_DISC_ZOOM = 12

/** Discs with names below them, ringed when selected. Far out they shrink, so that a town is not covered. */
export function discLayer<Item extends DiscItem>(
  id: LayerId,
  items: readonly Item[],
  look: DiscLook,
): Staged {
  const { image, mapping } = discAtlas()
  const size = look.zoom < SMALL_DISC_ZOOM ? DISC_SIZE * 0.72 : DISC_SIZE
  const discs = new IconLayer<Item>({
    id,
    data: items,
    iconAtlas: image,
    iconMapping: mapping,
    getIcon: item => discName(item.tone, item.character),
    getPosition: item => item.lngLat,
    getSize: size,
    getColor: item => [255, 255, 255, item.isDim ? 140 : 255],
    pickable: true,
    updateTriggers: { getSize: size },
  })
  const selected = items.filter(item => item.isSelected)
  const rings = selected.length > 0 ? [ringLayer(`${id}/selected`, selected, look.theme)] : []
  return {
    layers: [...rings, discs],
    rooms: items.map(({ lngLat, isSelected }) => ({ lngLat, shape: isSelected ? 'ring' : 'disc' })),
    names: namesOf(items, { shape: 'disc', minZoom: look.labelZoom ?? 13.5, weight: 0 }),
  }
}

function ringLayer(id: string, items: readonly { lngLat: LngLat }[], theme: ThemeName) {
  const { act, casing } = OVERLAY[theme]
  return new ScatterplotLayer<{ lngLat: LngLat }>({
    id,
    data: items,
    getPosition: item => item.lngLat,
    getRadius: 17,
    radiusUnits: 'pixels',
    getFillColor: casing,
    stroked: true,
    getLineColor: act,
    getLineWidth: 3,
    lineWidthUnits: 'pixels',
  })
}

interface Named {
  lngLat: LngLat
  label?: string
  weight?: number
  isSelected?: boolean
}

/** Names of things that have one; a selected thing comes before all others and is named from any distance. */
function namesOf(
  items: readonly Named[],
  look: Pick<SymbolName, 'shape' | 'minZoom' | 'weight'>,
): SymbolName[] {
  return items.flatMap(({ lngLat, label, weight = 0, isSelected }) => {
    if (!label) return []
    const place = isSelected
      ? { weight: 1000, minZoom: 0 }
      : { weight: look.weight + weight, minZoom: look.minZoom }
    const shape = isSelected && look.shape === 'disc' ? 'ring' : look.shape
    return [{ lngLat, text: label, shape, ...place }]
  })
}

/** Incidents: the largest symbol on the map, standing on its place; closed ones grey. */
export function pinLayer<Item extends PinItem>(id: LayerId, items: readonly Item[]): Staged {
  const { image, mapping } = discAtlas()
  const pins = new IconLayer<Item>({
    id,
    data: items,
    iconAtlas: image,
    iconMapping: mapping,
    getIcon: item => (item.isClosed ? 'pin-closed' : 'pin'),
    getPosition: item => item.lngLat,
    getSize: item => (item.isSelected ? 52 : 44),
    pickable: true,
    updateTriggers: { getSize: items },
  })
  return {
    layers: [pins],
    rooms: items.map(({ lngLat }) => ({ lngLat, shape: 'pin' })),
    names: namesOf(items, { shape: 'pin', minZoom: 11, weight: 100 }),
  }
}
