import type { Layer } from '@deck.gl/core'
import { PathLayer, SolidPolygonLayer, TextLayer } from '@deck.gl/layers'
import type { Grid, GridLevel } from '../../server/grid/grid.ts'
import type { Bbox, LngLat, Polygon } from '../../server/region/place.ts'
import type { ThemeName } from '../look/theme.svelte.ts'
import type { Staged } from '../map/stage.svelte.ts'
import { SYMBOL_FONT } from '../map/symbol-font.ts'
import { OVERLAY } from '../map/tone.ts'

export interface GridLook {
  theme: ThemeName
  zoom: number
  selected: number | undefined
  /** The boundaries themselves are drawn by the editor while it is open. */
  isEditing: boolean
}

const METERS_PER_DEGREE = 111_320
const INK: Record<ThemeName, [number, number, number]> = { dark: [226, 233, 240], light: [23, 33, 43] }

/** Boundaries in ink, names where they fit into their grid, the selected grid outlined twice. */
export function gridLayers(grids: readonly Grid[], look: GridLook): Staged {
  const picked = grids.filter(grid => grid.id === look.selected)
  const divided = new Set(grids.map(({ parentId }) => parentId))
  const lowest = grids.filter(({ id }) => !divided.has(id))
  // Where two levels share a boundary the thicker line of the upper one lies over the other.
  const drawn = grids.toSorted((a, b) => depthOf[b.level] - depthOf[a.level])
  const lines = look.isEditing ? [] : [lineLayer(drawn, look), ...outlines('grid-lines', picked, look.theme)]
  // A divided grid that is picked is tinted by those in it.
  const within = new Set(lowest.filter(grid => isWithin(grid, look.selected, grids)).map(({ id }) => id))
  return { layers: [fillLayer(lowest, { ...look, within }), ...lines, nameLayer(lowest, look)] }
}

const depthOf: Record<GridLevel, number> = { first: 0, second: 1, micro: 2, thematic: 0 }

function isWithin(grid: Grid, selected: number | undefined, grids: readonly Grid[]): boolean {
  if (selected === undefined || grid.parentId === null) return grid.id === selected
  if (grid.id === selected || grid.parentId === selected) return true
  return grids.some(({ id, parentId }) => id === grid.parentId && parentId === selected)
}

function fillLayer(
  grids: readonly Grid[],
  { theme, selected, within }: GridLook & { within: ReadonlySet<number> },
): Layer {
  const [red, green, blue] = OVERLAY[theme].act
  return new SolidPolygonLayer<Grid>({
    id: 'grid-fills',
    data: grids,
    pickable: true,
    getPolygon: grid => grid.polygon.coordinates,
    getFillColor: grid => [red, green, blue, within.has(grid.id) ? 40 : 0],
    updateTriggers: { getFillColor: [theme, selected] },
  })
}

function lineLayer(grids: readonly Grid[], { theme, zoom }: GridLook): Layer {
  const [red, green, blue] = INK[theme]
  return new PathLayer<Grid>({
    id: 'grid-lines',
    data: grids,
    getPath: grid => grid.polygon.coordinates[0] ?? [],
    getColor: [red, green, blue, zoom < 13 ? 150 : 215],
    getWidth: ({ level }) => (zoom < 13 ? 1.2 : 2) * 0.55 ** depthOf[level],
    widthUnits: 'pixels',
    jointRounded: true,
    updateTriggers: { getColor: [theme, zoom < 13], getWidth: zoom < 13 },
  })
}

/** Two lines with light between them, in the colour of action. */
function outlines(id: 'grid-lines', grids: readonly Grid[], theme: ThemeName): Layer[] {
  const { act, casing } = OVERLAY[theme]
  const stroke = (name: string, width: number, color: typeof act) =>
    new PathLayer<Grid>({
      id: `${id}/${name}`,
      data: [...grids],
      getPath: grid => grid.polygon.coordinates[0] ?? [],
      getColor: color,
      getWidth: width,
      widthUnits: 'pixels',
      jointRounded: true,
      updateTriggers: { getColor: theme },
    })
  return [stroke('selected-casing', 7, casing), stroke('selected', 3.5, act)]
}

const NAME_PIXELS = 12

function nameLayer(grids: readonly Grid[], { theme, zoom }: GridLook): Layer {
  const { text, halo } = OVERLAY[theme]
  const named = grids.flatMap(grid => {
    const { lngLat, widthMeters } = labelPlace(grid.polygon)
    const isRoomy = widthMeters / metersPerPixel(zoom, lngLat[1]) > textPixels(grid.name)
    return isRoomy ? [{ text: grid.name, lngLat }] : []
  })
  return new TextLayer<{ text: string; lngLat: LngLat }>({
    id: 'grid-names',
    data: named,
    getPosition: name => name.lngLat,
    getText: name => name.text,
    characterSet: 'auto',
    fontFamily: SYMBOL_FONT,
    fontWeight: 600,
    fontSettings: { sdf: true, fontSize: 48, buffer: 8, radius: 14 },
    outlineColor: halo,
    outlineWidth: 4,
    getSize: NAME_PIXELS,
    getColor: text,
  })
}

const metersPerPixel = (zoom: number, lat: number) =>
  (40_075_016.7 * Math.cos((lat * Math.PI) / 180)) / (512 * 2 ** zoom)

/** With a little air; a Chinese character is as wide as it is high, others about half. */
const textPixels = (text: string) =>
  [...text].reduce((sum, each) => sum + (each > '\u2e7f' ? 1 : 0.58), 0) * NAME_PIXELS + 10

/** Where a name stands in a polygon: the middle of its widest line from west to east at half height. */
export function labelPlace({ coordinates: [outer = [], ...holes] }: Polygon): {
  lngLat: LngLat
  widthMeters: number
} {
  const lats = outer.map(([, lat]) => lat)
  // A shade off the middle, so that the line meets no corner.
  const lat = Math.min(...lats) * 0.4991 + Math.max(...lats) * 0.5009
  const crossings = [outer, ...holes].flatMap(ring => crossingsAt(ring, lat)).sort((a, b) => a - b)
  let best: [number, number] = [crossings[0] ?? 0, crossings[0] ?? 0]
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    const span: [number, number] = [crossings[i] ?? 0, crossings[i + 1] ?? 0]
    if (span[1] - span[0] > best[1] - best[0]) best = span
  }
  const widthMeters = (best[1] - best[0]) * METERS_PER_DEGREE * Math.cos((lat * Math.PI) / 180)
  return { lngLat: [(best[0] + best[1]) / 2, lat], widthMeters }
}

function crossingsAt(ring: readonly LngLat[], lat: number): number[] {
  return ring.slice(1).flatMap(([bx, by], i) => {
    const [ax, ay] = ring[i] ?? [bx, by]
    return ay > lat === by > lat ? [] : [ax + ((lat - ay) / (by - ay)) * (bx - ax)]
  })
}

/** The box around some grids. */
export function boundsOf(grids: readonly { polygon: Polygon }[]): Bbox {
  const bounds: Bbox = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [lng, lat] of grids.flatMap(grid => grid.polygon.coordinates[0] ?? [])) {
    bounds[0] = Math.min(bounds[0], lng)
    bounds[1] = Math.min(bounds[1], lat)
    bounds[2] = Math.max(bounds[2], lng)
    bounds[3] = Math.max(bounds[3], lat)
  }
  return bounds
}
