import type { Layer } from '@deck.gl/core'
import { PathLayer, ScatterplotLayer, SolidPolygonLayer, TextLayer } from '@deck.gl/layers'
import type { Consequences } from '../../server/grid/consequence.ts'
import type { GridMerge } from '../../server/grid/draft.ts'
import type { LngLat, Polygon } from '../../server/region/place.ts'
import type { ThemeName } from '../look/theme.svelte.ts'
import { SYMBOL_FONT } from '../map/symbol-font.ts'
import { OVERLAY } from '../map/tone.ts'
import { dashesOf } from '../partition/partition-layers.ts'
import { type Difference, differenceOf } from './boundary-difference.ts'
import type { OtherDraft } from './other-drafts.svelte.ts'

type Rgba = [number, number, number, number]
type Shape = { polygon: Polygon }

const WARN: Record<ThemeName, Rgba> = { dark: [240, 165, 46, 255], light: [160, 92, 0, 255] }
const BAD: Record<ThemeName, Rgba> = { dark: [255, 107, 107, 255], light: [198, 40, 40, 255] }
/** Neither of the colours that stand for one's own work, for what was before, nor for a level. */
const OTHERS: Record<ThemeName, Rgba> = { dark: [199, 160, 255, 255], light: [104, 62, 196, 255] }

export interface DraftLook {
  theme: ThemeName
  metersPerPixel: number
}

interface Line {
  width: number
  color: Rgba
}

const stroke = (name: string, paths: readonly LngLat[][], look: Line) =>
  new PathLayer<LngLat[]>({
    id: `drafts/${name}`,
    data: [...paths],
    getPath: path => path,
    getColor: look.color,
    getWidth: look.width,
    widthUnits: 'pixels',
    jointRounded: true,
    capRounded: true,
    updateTriggers: { getColor: look.color.join(), getWidth: look.width },
  })

const dashed = (lines: readonly LngLat[][], metersPerPixel: number) =>
  lines.flatMap(line => dashesOf(line, 7 * metersPerPixel))

/** Ground that changes hands, tinted. */
function groundLayer(
  ground: readonly Pick<Consequences['handovers'][number], 'polygon'>[],
  theme: ThemeName,
): Layer {
  const { act } = OVERLAY[theme]
  return new SolidPolygonLayer<LngLat[][]>({
    id: 'drafts/ground',
    data: ground.flatMap(({ polygon }) =>
      polygon.type === 'Polygon' ? [polygon.coordinates] : polygon.coordinates,
    ),
    getPolygon: piece => piece,
    getFillColor: [act[0], act[1], act[2], 110],
    updateTriggers: { getFillColor: theme },
  })
}

interface Proposal {
  merge: GridMerge | undefined
  consequences: Consequences | undefined
  /** What a return to earlier boundaries brings back. */
  returning: readonly Shape[]
}

/** A proposal over the grids: ground that changes hands tinted, boundaries that go dashed amber, new ones blue. */
export function proposalLayers(
  { merge, consequences, returning }: Proposal,
  grids: readonly Numbered[],
  theme: ThemeName,
): Layer[] {
  const yours = returning.length > 0 ? returning : (merge?.yours ?? [])
  const touched = new Set([...(merge?.yours ?? []), ...(consequences?.grids ?? [])].map(({ face }) => face))
  const before = withBase(merge?.base ?? [], grids, touched)
  const outlines = [...before, ...yours].flatMap(({ polygon }) => polygon.coordinates)
  return [
    groundLayer([...(consequences?.handovers ?? []), ...(consequences?.outer?.ground ?? [])], theme),
    ...differenceLayers(differenceOf(before, yours), outlines, theme),
  ]
}

type Numbered = Shape & { id: number }

/** Some grids as a draft saw them: those that others changed since as they were, the rest as they are. */
function withBase(
  base: GridMerge['base'],
  grids: readonly Numbered[],
  faces: ReadonlySet<number>,
): readonly Shape[] {
  const was = new Set(base.map(({ face }) => face))
  return [...base, ...grids.filter(({ id }) => faces.has(id) && !was.has(id))]
}

/** Boundaries that went and that came, over faint outlines of the grids they belong to. */
export function differenceLayers(
  { left, fresh }: Difference,
  outlines: readonly LngLat[][],
  theme: ThemeName,
): Layer[] {
  const { act, casing } = OVERLAY[theme]
  return [
    stroke('outlines', outlines, { width: 3, color: [act[0], act[1], act[2], 120] }),
    stroke('casing', [...left, ...fresh], { width: 8, color: casing }),
    stroke('before', left, { width: 4.4, color: WARN[theme] }),
    stroke('after', fresh, { width: 4.4, color: act }),
  ]
}

/** The map of a merge: what others published amber, one's own drawing dashed, what comes of both blue, collisions red. */
export function mergeLayers(
  merge: GridMerge,
  grids: readonly Numbered[],
  { picked, ...look }: DraftLook & { picked: number | undefined },
): Layer[] {
  const { act, casing } = OVERLAY[look.theme]
  const facesOf = (shapes: GridMerge['yours']) => new Set(shapes.map(({ face }) => face))
  const stale = facesOf(merge.base)
  const published = merge.theirs.filter(({ face }) => stale.has(face))
  const theirs = differenceOf(merge.base, published).fresh
  const mine = differenceOf(withBase(merge.base, grids, facesOf(merge.yours)), merge.yours).fresh
  const both = differenceOf(
    grids.filter(({ id }) => facesOf(merge.merged).has(id)),
    merge.merged,
  ).fresh
  const outlines = merge.merged.flatMap(({ polygon }) => polygon.coordinates)
  const collisions = merge.steps.filter(({ applies, at }) => !applies && at)
  return [
    stroke('outlines', outlines, { width: 3, color: [act[0], act[1], act[2], 120] }),
    stroke('casing', [...theirs, ...both], { width: 8, color: casing }),
    stroke('theirs', theirs, { width: 4.4, color: WARN[look.theme] }),
    stroke('mine', dashed(mine, look.metersPerPixel), { width: 2.4, color: act }),
    stroke('both', both, { width: 4.4, color: act }),
    new ScatterplotLayer<(typeof collisions)[number]>({
      id: 'drafts/collisions',
      data: collisions,
      getPosition: ({ at }) => at ?? [0, 0],
      getRadius: ({ index }) => (index === picked ? 14 : 9),
      radiusUnits: 'pixels',
      filled: false,
      stroked: true,
      getLineColor: BAD[look.theme],
      getLineWidth: 3,
      lineWidthUnits: 'pixels',
      updateTriggers: { getLineColor: look.theme, getRadius: picked },
    }),
  ]
}

/** What others are drawing: thin dashes with the person's name at the longest of their lines. */
export function otherLayers(others: readonly OtherDraft[], { theme, metersPerPixel }: DraftLook): Layer[] {
  const { casing, halo } = OVERLAY[theme]
  const lines = others.flatMap(each => each.lines)
  const named = others.flatMap(({ draft, lines: drawn }) => {
    const at = middleOf(drawn)
    return at ? [{ text: draft.personName, at }] : []
  })
  return [
    stroke('others-casing', lines, { width: 5, color: casing }),
    stroke('others', dashed(lines, metersPerPixel), { width: 2.2, color: OTHERS[theme] }),
    new TextLayer<(typeof named)[number]>({
      id: 'drafts/other-names',
      data: named,
      getPosition: ({ at }) => at,
      getText: ({ text }) => text,
      characterSet: 'auto',
      fontFamily: SYMBOL_FONT,
      fontWeight: 600,
      fontSettings: { sdf: true, fontSize: 48, buffer: 8, radius: 14 },
      outlineColor: halo,
      outlineWidth: 5,
      getSize: 12,
      getPixelOffset: [0, -10],
      getColor: OTHERS[theme],
      updateTriggers: { getColor: theme },
    }),
  ]
}

/** The middle corner of the line with the most corners. */
export function middleOf(lines: readonly LngLat[][]): LngLat | undefined {
  const [longest] = [...lines].sort((a, b) => b.length - a.length)
  if (!longest) return undefined
  const [a, b] = [longest[(longest.length >> 1) - 1], longest[longest.length >> 1]]
  return a && b ? [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] : undefined
}
