import type { Layer } from '@deck.gl/core'
import { PathLayer, ScatterplotLayer, SolidPolygonLayer, TextLayer } from '@deck.gl/layers'
import type { LngLat, Polygon } from '../../server/region/place.ts'
import type { ThemeName } from '../look/theme.svelte.ts'
import { SYMBOL_FONT } from '../map/symbol-font.ts'
import { OVERLAY } from '../map/tone.ts'
import { labelPlace } from './grid-layers.ts'
import { hatchOf, type ThematicShape } from './thematic.ts'

type Rgb = readonly [red: number, green: number, blue: number]

/** Teal: no risk level, no action, no danger and no drill. */
export const THEMATIC_TINT: Record<ThemeName, Rgb> = { dark: [64, 208, 190], light: [0, 118, 110] }
const GONE: Record<ThemeName, Rgb> = { dark: [150, 162, 174], light: [108, 120, 132] }

export interface ThematicLook {
  theme: ThemeName
  /** The key of the one that is looked at. */
  picked: string | undefined
  metersPerPixel: number
  /** Corners in the hand, and the one or the place on an edge that a press would take. */
  corners?: readonly LngLat[]
  near?: LngLat | undefined
}

const HATCH_PIXELS = 12
const METERS_PER_DEGREE = 111_320

interface Line {
  shape: ThematicShape
  path: LngLat[]
}

/** Thematic grids over the coverage: hatched, outlined and named in a colour of their own. */
export function thematicLayers(shapes: readonly ThematicShape[], look: ThematicLook): Layer[] {
  if (shapes.length === 0) return []
  const { theme, picked } = look
  const rgb = ({ fate }: ThematicShape): Rgb => (fate === 'gone' ? GONE : THEMATIC_TINT)[theme]
  const lines = shapes.flatMap(shape => shape.polygon.coordinates.map((path): Line => ({ shape, path })))
  const { casing } = OVERLAY[theme]
  const width = (shape: ThematicShape, wide: number) => (shape.key === picked ? wide + 2 : wide)
  const stroke = (id: string, more: object) =>
    new PathLayer<Line>({
      id: `grid-thematic/${id}`,
      data: lines,
      getPath: ({ path }) => path,
      widthUnits: 'pixels',
      jointRounded: true,
      updateTriggers: { getColor: theme, getWidth: picked },
      ...more,
    })
  return [
    new SolidPolygonLayer<ThematicShape>({
      id: 'grid-thematic/ground',
      data: shapes.filter(({ key }) => key === picked),
      getPolygon: ({ polygon }: { polygon: Polygon }) => polygon.coordinates,
      getFillColor: shape => [...rgb(shape), 44],
      updateTriggers: { getFillColor: theme },
    }),
    new PathLayer<Line>({
      id: 'grid-thematic/hatch',
      data: hatches(shapes, look.metersPerPixel),
      getPath: ({ path }) => path,
      getColor: ({ shape }) => [...rgb(shape), shape.key === picked ? 220 : 150],
      getWidth: 1,
      widthUnits: 'pixels',
      updateTriggers: { getColor: [theme, picked] },
    }),
    stroke('casing', { getColor: casing, getWidth: ({ shape }: Line) => width(shape, 5) }),
    stroke('line', {
      getColor: ({ shape }: Line) => [...rgb(shape), 255],
      getWidth: ({ shape }: Line) => width(shape, 2.4),
      pickable: true,
    }),
    nameLayer(shapes, look),
    ...cornerLayers(look),
  ]
}

const hatches = (shapes: readonly ThematicShape[], metersPerPixel: number): Line[] =>
  shapes.flatMap(shape =>
    hatchOf(shape.polygon, (HATCH_PIXELS * metersPerPixel * Math.SQRT2) / METERS_PER_DEGREE).map(path => ({
      shape,
      path,
    })),
  )

const nameLayer = (shapes: readonly ThematicShape[], { theme }: ThematicLook): Layer =>
  new TextLayer<ThematicShape>({
    id: 'grid-names/thematic',
    data: [...shapes],
    pickable: true,
    getPosition: ({ polygon }) => northOf(polygon),
    getText: ({ name }) => name,
    characterSet: 'auto',
    fontFamily: SYMBOL_FONT,
    fontWeight: 700,
    fontSettings: { sdf: true, fontSize: 48, buffer: 8, radius: 14 },
    outlineColor: OVERLAY[theme].halo,
    outlineWidth: 5,
    getSize: 13,
    // Above its northern edge, where no name of the coverage stands in the middle of a grid.
    getPixelOffset: [0, -11],
    getColor: ({ fate }) => [...(fate === 'gone' ? GONE : THEMATIC_TINT)[theme], 255],
    updateTriggers: { getColor: theme },
  })

function northOf(polygon: Polygon): LngLat {
  const [first = labelPlace(polygon).lngLat, ...others] = polygon.coordinates[0] ?? []
  return others.reduce((best, each) => (each[1] > best[1] ? each : best), first)
}

function cornerLayers({ theme, corners = [], near }: ThematicLook): Layer[] {
  if (corners.length === 0) return []
  const { casing, act } = OVERLAY[theme]
  const dots = (id: string, data: LngLat[], more: object) =>
    new ScatterplotLayer<LngLat>({
      id: `drafts/thematic-${id}`,
      data,
      getPosition: spot => spot,
      radiusUnits: 'pixels',
      stroked: true,
      lineWidthUnits: 'pixels',
      getLineWidth: 2,
      getLineColor: [...THEMATIC_TINT[theme], 255],
      updateTriggers: { getFillColor: theme, getLineColor: theme },
      ...more,
    })
  return [
    dots('corners', [...corners], { getRadius: 4.5, getFillColor: casing }),
    dots('near', near ? [near] : [], { getRadius: 8, filled: false, getLineColor: act }),
  ]
}
