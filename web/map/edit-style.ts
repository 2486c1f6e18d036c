import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'
import type { ThemeName } from '../look/theme.svelte.ts'

/** `piece` is an area without outline. What a feature of the edit source is: property `role`; `tone` (`gain`, `loss`, `bad`) tints what changes. */
export type EditRole = 'area' | 'piece' | 'boundary' | 'cut' | 'vertex' | 'snap'

export interface EditInk {
  line: string
  act: string
  gain: string
  loss: string
  bad: string
  /** Inside of a vertex. */
  vertex: string
}

/** Colours of what is being drawn. */
export const EDIT_INK: Record<ThemeName, EditInk> = {
  dark: {
    line: '#e8edf2',
    act: '#4aa8ff',
    gain: '#4aa8ff',
    loss: '#8794a0',
    bad: '#ff6b6b',
    vertex: '#0d1217',
  },
  light: {
    line: '#17212b',
    act: '#0b69c7',
    gain: '#0b69c7',
    loss: '#8794a0',
    bad: '#c62828',
    vertex: '#ffffff',
  },
}

/** Layers of the geometry being drawn: boundaries in ink, the piece that changes hands tinted, vertices, snap ring. */
export function editLayers(theme: ThemeName): LayerSpecification[] {
  const ink = EDIT_INK[theme]
  const role = (...roles: EditRole[]): ExpressionSpecification => ['in', ['get', 'role'], ['literal', roles]]
  const toned: ExpressionSpecification = [
    'match',
    ['get', 'tone'],
    'bad',
    ink.bad,
    'loss',
    ink.loss,
    ink.gain,
  ]
  const lineTone: ExpressionSpecification = ['match', ['get', 'tone'], 'bad', ink.bad, ink.line]
  const source = 'edit'
  return [
    {
      id: 'edit-area',
      type: 'fill',
      source,
      filter: role('area', 'piece'),
      paint: { 'fill-color': toned, 'fill-opacity': ['case', ['has', 'tone'], 0.34, 0.04] },
    },
    {
      id: 'edit-boundary',
      type: 'line',
      source,
      filter: role('boundary', 'area'),
      layout: { 'line-join': 'round', 'line-cap': 'round' },
      paint: { 'line-color': lineTone, 'line-width': 2 },
    },
    {
      id: 'edit-cut',
      type: 'line',
      source,
      filter: role('cut'),
      paint: {
        'line-color': ['match', ['get', 'tone'], 'bad', ink.bad, ink.act],
        'line-width': 2.4,
        'line-dasharray': [2.4, 1.6],
      },
    },
    {
      id: 'edit-vertex',
      type: 'symbol',
      source,
      filter: role('vertex'),
      layout: { 'icon-image': `vertex-${theme}`, 'icon-allow-overlap': true, 'icon-ignore-placement': true },
    },
    {
      id: 'edit-snap',
      type: 'circle',
      source,
      filter: role('snap'),
      paint: {
        'circle-radius': 8,
        'circle-color': 'rgba(0,0,0,0)',
        'circle-stroke-color': ['match', ['get', 'tone'], 'bad', ink.bad, ink.act],
        'circle-stroke-width': 2,
      },
    },
  ]
}
