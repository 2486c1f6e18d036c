import type { Layer } from '@deck.gl/core'
import { LOWEST_LABEL } from './label-style.ts'
import { LOWEST_ROAD } from './road-style.ts'

/** Below the streets, below the names, or above everything of the base map. */
export type Slot = 'under-roads' | 'under-labels' | 'top'

/**
 * Every layer of ours from the lowest to the highest. A layer's id is one of these, or one of these
 * followed by a slash and a name of its own: `risk-cells/3`.
 */
export const ORDER = [
  { id: 'risk-cells', slot: 'under-roads' },
  { id: 'coverage', slot: 'under-roads' },
  { id: 'grid-fills', slot: 'under-roads' },
  { id: 'reach', slot: 'under-roads' },
  { id: 'risk-digits', slot: 'under-labels' },
  { id: 'grid-lines', slot: 'under-labels' },
  { id: 'grid-thematic', slot: 'under-labels' },
  { id: 'zones', slot: 'under-labels' },
  { id: 'spread', slot: 'under-labels' },
  { id: 'exposure', slot: 'under-labels' },
  { id: 'tracks', slot: 'under-labels' },
  { id: 'closure-lines', slot: 'under-labels' },
  { id: 'routes-rejected', slot: 'under-labels' },
  { id: 'routes', slot: 'under-labels' },
  { id: 'risk-selected', slot: 'under-labels' },
  { id: 'grid-names', slot: 'top' },
  { id: 'targets', slot: 'top' },
  { id: 'shelters', slot: 'top' },
  { id: 'supplies', slot: 'top' },
  { id: 'sensors', slot: 'top' },
  { id: 'hazards', slot: 'top' },
  { id: 'closures', slot: 'top' },
  { id: 'shipments', slot: 'top' },
  { id: 'responders', slot: 'top' },
  { id: 'observers', slot: 'top' },
  { id: 'route-times', slot: 'top' },
  { id: 'incidents', slot: 'top' },
  { id: 'drafts', slot: 'top' },
  { id: 'measure', slot: 'top' },
  { id: 'labels', slot: 'top' },
  { id: 'highlight', slot: 'top' },
] as const satisfies readonly { id: string; slot: Slot }[]

export type LayerId = (typeof ORDER)[number]['id']

/** Layers that fill the ground: a press close to a symbol or a line means that, not the ground beside it. */
const GROUND: ReadonlySet<LayerId> = new Set([
  'risk-cells',
  'coverage',
  'grid-fills',
  'reach',
  'zones',
  'spread',
  'exposure',
])

/** Listed ids of all that stands on the ground. */
export const STANDING: readonly LayerId[] = ORDER.map(({ id }) => id).filter(id => !GROUND.has(id))

const BEFORE: Record<Slot, string | undefined> = {
  'under-roads': LOWEST_ROAD,
  'under-labels': LOWEST_LABEL,
  top: undefined,
}

/** Flat things at one height would fight over depth on a tilted map. */
const FLAT = { depthCompare: 'always', depthWriteEnabled: false } as const

/** The listed id a layer belongs to: all before the first slash. */
export const listedId = (layerId: string) => layerId.split('/', 1)[0] ?? layerId

/** Place in the order, 0 the lowest. Throws when the id is not on the list. */
export function rankOf(layerId: string): number {
  const rank = ORDER.findIndex(({ id }) => id === listedId(layerId))
  if (rank < 0) throw new Error(`Layer "${layerId}" is not in the order of web/map/order.ts`)
  return rank
}

/** Where in the base map a layer is drawn: the base layer above it, or undefined at the top. */
export const beforeIdOf = (layerId: string): string | undefined =>
  BEFORE[ORDER[rankOf(layerId)]?.slot ?? 'top']

/** Layers sorted by the list, each told its place in the base map and to ignore depth. Throws on an unlisted one. */
export function inOrder(layers: readonly Layer[]): Layer[] {
  const ranked = layers.map(layer => ({ layer, rank: rankOf(layer.id) }))
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .map(({ layer }) => layer.clone({ ...placing(layer.id), parameters: FLAT }))
}

function placing(layerId: string): { beforeId?: string } {
  const beforeId = beforeIdOf(layerId)
  return beforeId === undefined ? {} : { beforeId }
}
