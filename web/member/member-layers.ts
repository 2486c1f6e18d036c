import type { Layer } from '@deck.gl/core'
import { PathLayer, SolidPolygonLayer } from '@deck.gl/layers'
import type { Grid } from '../../server/grid/grid.ts'
import type { GridCover } from '../../server/member/member.ts'
import type { ThemeName } from '../look/theme.svelte.ts'
import { OVERLAY } from '../map/tone.ts'

type Rgba = [number, number, number, number]

/** What a grid lacks, by how bad that is. */
export type Lack = 'lead' | 'backup' | 'soon'

/** Not the colours of risk levels: cover is no risk. */
export const LACK_TINT: Record<ThemeName, Record<Lack, Rgba>> = {
  dark: { lead: [214, 92, 200, 150], backup: [142, 120, 255, 120], soon: [120, 196, 214, 84] },
  light: { lead: [176, 38, 160, 132], backup: [104, 78, 224, 104], soon: [20, 132, 156, 78] },
}

export const lackOf = ({ lacks, nextGapOn }: GridCover): Lack | undefined =>
  lacks.includes('lead') ? 'lead' : lacks.length > 0 ? 'backup' : nextGapOn ? 'soon' : undefined

/** Tints the grids that lack somebody, and outlines those of one member. */
export function memberLayers(
  grids: readonly Grid[],
  { cover, marked, theme }: { cover: readonly GridCover[]; marked: ReadonlySet<number>; theme: ThemeName },
): Layer[] {
  const lacks = new Map(cover.map(each => [each.gridId, lackOf(each)]))
  const tinted = grids.flatMap(grid => {
    const lack = lacks.get(grid.id)
    return lack ? [{ grid, lack }] : []
  })
  const own = grids.filter(({ id }) => marked.has(id))
  const { act, casing } = OVERLAY[theme]
  const stroke = (name: string, width: number, color: Rgba) =>
    new PathLayer<Grid>({
      id: `grid-lines/member-${name}`,
      data: own,
      getPath: grid => grid.polygon.coordinates[0] ?? [],
      getColor: color,
      getWidth: width,
      widthUnits: 'pixels',
      jointRounded: true,
      updateTriggers: { getColor: theme },
    })
  return [
    new SolidPolygonLayer<{ grid: Grid; lack: Lack }>({
      id: 'grid-fills/cover',
      data: tinted,
      getPolygon: ({ grid }) => grid.polygon.coordinates,
      getFillColor: ({ lack }) => LACK_TINT[theme][lack],
      updateTriggers: { getFillColor: theme },
    }),
    ...(own.length > 0 ? [stroke('casing', 6, casing), stroke('own', 3, act)] : []),
  ]
}
