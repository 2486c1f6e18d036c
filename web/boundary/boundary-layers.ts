import type { Layer } from '@deck.gl/core'
import { PathLayer, SolidPolygonLayer } from '@deck.gl/layers'
import type { BoundaryPreview, BoundarySource, Crs } from '../../server/boundary/boundary.ts'
import type { Grid, Surroundings } from '../../server/grid/grid.ts'
import type { Bbox, LngLat } from '../../server/region/place.ts'
import type { ThemeName } from '../look/theme.svelte.ts'
import { OVERLAY } from '../map/tone.ts'
import type { View } from './boundary-desk.svelte.ts'

export type Rgba = [number, number, number, number]

/** Before is warm and thin, after the colour of action; nothing here is a colour of risk. */
export const BEFORE: Record<ThemeName, Rgba> = { dark: [240, 165, 46, 235], light: [166, 94, 0, 235] }

/** One colour for each coordinate system that is looked at beside the chosen one. */
export const OTHERS: Record<ThemeName, readonly Rgba[]> = {
  dark: [
    [168, 121, 255, 210],
    [63, 191, 160, 210],
    [240, 165, 46, 210],
    [200, 120, 190, 210],
    [150, 170, 190, 210],
  ],
  light: [
    [106, 63, 208, 210],
    [10, 120, 96, 210],
    [166, 94, 0, 210],
    [160, 60, 140, 210],
    [90, 106, 122, 210],
  ],
}

export interface Line {
  path: readonly LngLat[]
  row: number
}

const linesOf = (source: BoundarySource | undefined): Line[] =>
  (source?.faces ?? []).flatMap(({ row, parts }) => parts.flat().map(path => ({ path, row })))

export function stroke(
  id: string,
  lines: readonly Line[],
  { width, color }: { width: number; color: Rgba },
): Layer {
  return new PathLayer<Line>({
    id,
    data: [...lines],
    getPath: ({ path }) => [...path],
    getColor: color,
    getWidth: width,
    widthUnits: 'pixels',
    jointRounded: true,
    updateTriggers: { getColor: color, getWidth: width },
  })
}

export interface Systems {
  sources: ReadonlyMap<Crs, BoundarySource>
  chosen: Crs | undefined
  theme: ThemeName
}

/** Coordinate systems with their colour, the chosen one in the colour of action. */
export function systemColours({ sources, chosen, theme }: Systems): Map<Crs, Rgba> {
  const others = [...sources.keys()].filter(crs => crs !== chosen)
  const colours = new Map<Crs, Rgba>(
    others.map((crs, i) => [crs, OTHERS[theme][i % OTHERS[theme].length] ?? BEFORE[theme]]),
  )
  if (chosen) colours.set(chosen, OVERLAY[theme].act)
  return colours
}

/** The file as it would lie by each system, the chosen one heaviest and on top. */
export function systemLayers(systems: Systems): Layer[] {
  const { sources, chosen, theme } = systems
  const colours = systemColours(systems)
  const drawn = [...colours].sort(([a], [b]) => Number(a === chosen) - Number(b === chosen))
  return drawn.flatMap(([crs, color], i) => {
    const lines = linesOf(sources.get(crs))
    const isChosen = crs === chosen
    return [
      ...(isChosen
        ? [stroke('drafts/system-casing', lines, { width: 5, color: OVERLAY[theme].casing })]
        : []),
      stroke(`drafts/system-${i}`, lines, { width: isChosen ? 2.4 : 1.6, color }),
    ]
  })
}

const INK: Record<ThemeName, [number, number, number]> = { dark: [226, 233, 240], light: [23, 33, 43] }

/** Grids that are there, quiet under what comes. */
export function presentLayer(grids: readonly Grid[], theme: ThemeName): Layer {
  const lines = grids.flatMap(({ id, polygon }) => polygon.coordinates.map(path => ({ path, row: id })))
  return stroke('grid-lines/present', lines, { width: 1.4, color: [...INK[theme], 130] })
}

/** The towns beside and the area above, whose lines a file keeps to. */
export function boundLayers(around: Surroundings | undefined, theme: ThemeName): Layer[] {
  const bounds = [...(around?.beside ?? []), ...(around?.above ? [around.above] : [])]
  const lines = bounds.flatMap(({ id, polygon }) => {
    const parts = polygon.type === 'Polygon' ? [polygon.coordinates] : polygon.coordinates
    return parts.flat().map(path => ({ path, row: id }))
  })
  return lines.length === 0
    ? []
    : [stroke('grid-lines/bounds', lines, { width: 2.2, color: OTHERS[theme][0] ?? BEFORE[theme] })]
}

export interface Outlines {
  source: BoundarySource | undefined
  preview: BoundaryPreview | undefined
  view: View
  pickedRow: number | undefined
  theme: ThemeName
}

type Face = BoundaryPreview['faces'][number]

/** What the file drew and what comes of it, over each other or alone. */
export function outlineLayers({ source, preview, view, pickedRow, theme }: Outlines): Layer[] {
  const faces = preview?.faces ?? []
  const { act, casing } = OVERLAY[theme]
  const after = faces.flatMap(({ row, polygon }) => polygon.coordinates.map(path => ({ path, row })))
  const before = linesOf(source)
  const isPicked = ({ row }: Line) => row === pickedRow
  const [red, green, blue] = act
  const layers = [
    new SolidPolygonLayer<Face>({
      id: 'grid-fills/import',
      data: view === 'before' ? [] : [...faces],
      pickable: true,
      getPolygon: face => face.polygon.coordinates,
      getFillColor: ({ row }) => [
        red,
        green,
        blue,
        row !== 0 && row === pickedRow ? 70 : row === 0 ? 60 : 18,
      ],
      updateTriggers: { getFillColor: [theme, pickedRow] },
    }),
  ]
  const lines: Layer[] = []
  if (view !== 'before')
    lines.push(stroke('grid-lines/after', after, { width: view === 'both' ? 3 : 2, color: act }))
  if (view !== 'after') {
    lines.push(
      stroke('grid-lines/before', before, { width: view === 'both' ? 1.2 : 1.8, color: BEFORE[theme] }),
    )
  }
  if (pickedRow !== undefined) {
    const shown = (view === 'before' ? before : after).filter(isPicked)
    const own = shown.length > 0 ? shown : before.filter(isPicked)
    lines.push(stroke('grid-lines/row-casing', own, { width: 7, color: casing }))
    lines.push(stroke('grid-lines/row', own, { width: 3.4, color: shown.length > 0 ? act : BEFORE[theme] }))
  }
  return [...layers, ...lines]
}

/** The box around rings, or undefined when there is none. */
export function boxOf(rings: readonly (readonly LngLat[])[]): Bbox | undefined {
  const box: Bbox = [Infinity, Infinity, -Infinity, -Infinity]
  for (const ring of rings) {
    for (const [lng, lat] of ring) {
      box[0] = Math.min(box[0], lng)
      box[1] = Math.min(box[1], lat)
      box[2] = Math.max(box[2], lng)
      box[3] = Math.max(box[3], lat)
    }
  }
  return box[0] <= box[2] ? box : undefined
}

/** A box with room around it: a defect of no breadth would else fill the map with itself. */
export function withRoom([west, south, east, north]: Bbox): Bbox {
  const margin = Math.max((east - west) * 0.6, (north - south) * 0.6, 0.0006)
  return [west - margin, south - margin, east + margin, north + margin]
}

export const ringsOf = (source: BoundarySource | undefined): LngLat[][] =>
  (source?.faces ?? []).flatMap(({ parts }) => parts.flat())
