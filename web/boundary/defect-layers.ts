import type { Layer } from '@deck.gl/core'
import { ScatterplotLayer, SolidPolygonLayer, TextLayer } from '@deck.gl/layers'
import type { Defect, DefectGround, DefectKind } from '../../server/boundary/boundary.ts'
import type { Bbox, LngLat } from '../../server/region/place.ts'
import type { ThemeName } from '../look/theme.svelte.ts'
import { SYMBOL_FONT } from '../map/symbol-font.ts'
import { OVERLAY } from '../map/tone.ts'
import { type Rgba, stroke } from './boundary-layers.ts'
import { type Due, dueOf } from './defects.ts'

/** Amber: judge; blue: agree; green: done. */
export const DUE: Record<ThemeName, Record<Due, Rgba>> = {
  dark: { asked: [240, 165, 46, 255], open: [74, 168, 255, 255], decided: [52, 140, 96, 235] },
  light: { asked: [184, 106, 0, 255], open: [11, 105, 199, 255], decided: [29, 122, 76, 235] },
}

export interface Marks {
  defects: readonly Defect[]
  picked: Defect | undefined
  grounds: ReadonlyMap<string, DefectGround>
  mark: Record<DefectKind, string>
  zoom: number
  theme: ThemeName
}

/** From far away a defect is a dot. */
const DISC_ZOOM = 11.5
const INK_ON: Record<ThemeName, Record<Due, Rgba>> = {
  dark: { asked: [24, 14, 0, 255], open: [4, 18, 31, 255], decided: [255, 255, 255, 255] },
  light: { asked: [255, 255, 255, 255], open: [255, 255, 255, 255], decided: [255, 255, 255, 255] },
}

/** A disc at each defect with the character of its kind, its ground tinted, that of the picked one outlined. */
export function defectLayers({ defects, picked, grounds, mark, zoom, theme }: Marks): Layer[] {
  const isDisc = zoom >= DISC_ZOOM || defects.length <= 40
  const { halo } = OVERLAY[theme]
  // What is to be judged lies on top.
  const rank: Record<Due, number> = { decided: 0, open: 1, asked: 2 }
  const data = [...defects].sort((a, b) => rank[dueOf(a)] - rank[dueOf(b)])
  const radius = (defect: Defect) => (defect.id === picked?.id ? 13 : isDisc ? 10 : 4.5)
  const updateTriggers = { getRadius: [isDisc, picked?.id], getFillColor: theme, getLineColor: theme }
  return [
    groundLayer({ defects: data, picked, grounds, theme }),
    ...(picked ? outlineOf(picked, { ground: grounds.get(picked.id), theme }) : []),
    new ScatterplotLayer<Defect>({
      id: 'drafts/defects',
      data,
      pickable: true,
      getPosition: ({ at }) => at,
      getRadius: radius,
      radiusUnits: 'pixels',
      getFillColor: defect => DUE[theme][dueOf(defect)],
      stroked: true,
      getLineColor: halo,
      lineWidthUnits: 'pixels',
      getLineWidth: 1.5,
      updateTriggers,
    }),
    new TextLayer<Defect>({
      id: 'drafts/defect-marks',
      data: isDisc ? data : data.filter(({ id }) => id === picked?.id),
      getPosition: ({ at }) => at,
      getText: ({ kind }) => mark[kind],
      characterSet: 'auto',
      fontFamily: SYMBOL_FONT,
      fontWeight: 600,
      fontSettings: { sdf: true, fontSize: 48, buffer: 8, radius: 14 },
      getSize: ({ id }) => (id === picked?.id ? 15 : 12),
      getColor: defect => INK_ON[theme][dueOf(defect)],
      updateTriggers: { getSize: picked?.id, getColor: theme, getText: mark },
    }),
  ]
}

interface Tinted {
  polygon: LngLat[][]
  defect: Defect
}

/** What is open, covered twice or apart, in the colour of what is still to be done about it. */
function groundLayer({
  defects,
  picked,
  grounds,
  theme,
}: Pick<Marks, 'defects' | 'picked' | 'grounds' | 'theme'>) {
  const data = defects.flatMap(defect =>
    (grounds.get(defect.id)?.polygons ?? []).map((polygon): Tinted => ({ polygon, defect })),
  )
  return new SolidPolygonLayer<Tinted>({
    id: 'drafts/defect-grounds',
    data,
    getPolygon: ({ polygon }) => polygon,
    getFillColor: ({ defect }) => {
      const [red, green, blue] = DUE[theme][dueOf(defect)]
      return [red, green, blue, defect.id === picked?.id ? 120 : dueOf(defect) === 'decided' ? 40 : 70]
    },
    updateTriggers: { getFillColor: [theme, picked?.id] },
  })
}

/** The edge of the ground of a defect; a box around one that is a point. */
function outlineOf({ bounds }: Defect, around: { ground: DefectGround | undefined; theme: ThemeName }) {
  const { ground, theme } = around
  const rings = ground?.polygons.flat() ?? []
  const lines = (rings.length > 0 ? rings : [boxRing(bounds)]).map(path => ({ path, row: 0 }))
  return [
    stroke('drafts/box-casing', lines, { width: 5, color: OVERLAY[theme].casing }),
    stroke('drafts/box', lines, { width: 2, color: OVERLAY[theme].text }),
  ]
}

const boxRing = ([west, south, east, north]: Bbox): LngLat[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
]
