import { PathStyleExtension } from '@deck.gl/extensions'
import { PathLayer, PolygonLayer, ScatterplotLayer } from '@deck.gl/layers'
import type { LngLat } from '../../server/region/place.ts'
import type { ThreatModel, ThreatRing } from '../../server/threat/threat.ts'
import type { ThemeName } from '../look/theme.svelte.ts'
import type { Staged } from '../map/stage.svelte.ts'
import { OVERLAY } from '../map/tone.ts'

type Rgb = readonly [number, number, number]

// Neither the four colours of risk nor the coral of danger zones: nobody takes a forecast for a level.
const airs: readonly Rgb[] = [
  [176, 28, 122],
  [158, 62, 176],
  [136, 98, 204],
  [122, 132, 216],
  [120, 160, 220],
  [130, 180, 222],
]
const waters: readonly Rgb[] = [
  [6, 66, 130],
  [22, 112, 178],
  [64, 160, 210],
]

/** Colour of a ring, the innermost the strongest; rings stand outermost first. */
export function ringRgb(model: ThreatModel, { index, count }: { index: number; count: number }): Rgb {
  const ramp = model === 'flood' ? waters : airs
  return ramp[Math.min(ramp.length - 1, count - 1 - index)] ?? [136, 98, 204]
}

export const cssRgb = ([red, green, blue]: Rgb) => `rgb(${red} ${green} ${blue})`

interface Drawn {
  model: ThreatModel
  lngLat: LngLat
  rings: readonly ThreatRing[]
  /** Key of the ring whose figures are shown. */
  chosen: string | undefined
}

interface Outline {
  ring: LngLat[]
  rgb: Rgb
  isChosen: boolean
  /** The table or the formula ends here. */
  beyond: boolean
}

const dashed = new PathStyleExtension({ dash: true })

/** Outlines of a consequence zone, the outermost at the bottom, and the place it starts from. */
export function threatLayers({ model, lngLat, rings, chosen }: Drawn, theme: ThemeName): Staged {
  const { casing } = OVERLAY[theme]
  const count = rings.length
  const fills = rings.flatMap((each, index) =>
    each.polygon.coordinates.map(part => ({ part, rgb: ringRgb(model, { index, count }) })),
  )
  const outlines = rings.flatMap((each, index): Outline[] => {
    const rgb = ringRgb(model, { index, count })
    const rest = { rgb, isChosen: each.key === chosen, beyond: each.beyond && model !== 'flood' }
    return each.polygon.coordinates.flat().map(ring => ({ ring, ...rest }))
  })
  const edge = { widthUnits: 'pixels', jointRounded: true } as const
  return {
    layers: [
      new PolygonLayer<(typeof fills)[number]>({
        id: 'spread/fill',
        data: fills,
        getPolygon: each => each.part,
        getFillColor: each => [...each.rgb, model === 'flood' ? 96 : 44],
        stroked: false,
      }),
      new PathLayer<Outline>({
        id: 'spread/casing',
        data: outlines.filter(each => each.isChosen),
        getPath: each => each.ring,
        getColor: casing,
        getWidth: 6,
        ...edge,
      }),
      new PathLayer<Outline>({
        id: 'spread/edge',
        data: outlines,
        getPath: each => each.ring,
        getColor: each => [...each.rgb, 255],
        getWidth: each => (each.isChosen ? 3.2 : 1.8),
        ...edge,
        extensions: [dashed],
        ...{ getDashArray: (each: Outline) => (each.beyond ? [5, 4] : [0, 0]), dashJustified: true },
        updateTriggers: { getWidth: chosen },
      }),
      new ScatterplotLayer<LngLat>({
        id: 'spread/source',
        data: [lngLat],
        getPosition: each => each,
        radiusUnits: 'pixels',
        getRadius: 6,
        getFillColor: [...ringRgb(model, { index: count - 1, count: Math.max(1, count) }), 255],
        stroked: true,
        lineWidthUnits: 'pixels',
        getLineWidth: 2.5,
        getLineColor: casing,
      }),
    ],
  }
}
