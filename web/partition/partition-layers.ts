import type { Layer } from '@deck.gl/core'
import { PathLayer, SolidPolygonLayer } from '@deck.gl/layers'
import type { Grid } from '../../server/grid/grid.ts'
import type { PartitionGrid } from '../../server/partition/partition.ts'
import type { LngLat } from '../../server/region/place.ts'
import type { ThemeName } from '../look/theme.svelte.ts'
import { OVERLAY } from '../map/tone.ts'

type Rgba = [number, number, number, number]

/** Neighbours are told apart by these; they stand for nothing. */
const TINTS: Record<ThemeName, readonly Rgba[]> = {
  dark: [
    [74, 168, 255, 70],
    [150, 124, 255, 70],
    [64, 196, 190, 66],
    [226, 130, 206, 62],
    [166, 186, 206, 62],
  ],
  light: [
    [11, 105, 199, 52],
    [104, 78, 224, 50],
    [0, 140, 134, 50],
    [188, 60, 160, 44],
    [84, 104, 124, 48],
  ],
}

/** A ring as pieces of line with gaps, about as long in the world as they are asked for. */
export function dashesOf(ring: readonly LngLat[], meters: number): LngLat[][] {
  const dashes: LngLat[][] = []
  let dash: LngLat[] = []
  let left = meters
  let isOn = true
  for (const [i, [bx, by]] of ring.entries()) {
    const [ax, ay] = ring[i - 1] ?? [bx, by]
    const scale = Math.cos((by * Math.PI) / 180) * 111_320
    const length = Math.hypot((bx - ax) * scale, (by - ay) * 110_574)
    if (i === 0) dash = [[bx, by]]
    let done = 0
    while (length - done > left) {
      done += left
      const at: LngLat = [ax + ((bx - ax) * done) / length, ay + ((by - ay) * done) / length]
      if (isOn) dashes.push([...dash, at])
      isOn = !isOn
      dash = [at]
      left = meters
    }
    left -= length - done
    if (i > 0 && isOn) dash.push([bx, by])
  }
  if (isOn && dash.length > 1) dashes.push(dash)
  return dashes
}

interface PartitionLook {
  theme: ThemeName
  metersPerPixel: number
}

/** The chosen grids while a question is put; then the suggestion, tinted and dashed over today's boundaries. */
export function partitionLayers(
  { chosen, suggested }: { chosen: readonly Grid[]; suggested: readonly PartitionGrid[] },
  { theme, metersPerPixel }: PartitionLook,
): Layer[] {
  const { act, casing } = OVERLAY[theme]
  if (suggested.length === 0) return [chosenLayer(chosen, theme)]
  const dashes = suggested.flatMap(({ polygon }) =>
    polygon.coordinates.flatMap(ring => dashesOf(ring, 9 * metersPerPixel)),
  )
  const tints = TINTS[theme]
  return [
    new SolidPolygonLayer<PartitionGrid>({
      id: 'grid-fills/suggested',
      data: [...suggested],
      getPolygon: ({ polygon }) => polygon.coordinates,
      getFillColor: (_, { index }) => tints[index % tints.length] ?? act,
      updateTriggers: { getFillColor: theme },
    }),
    stroke(
      'suggested-casing',
      suggested.map(({ polygon }) => polygon.coordinates[0] ?? []),
      {
        ...{ width: 5, color: casing },
      },
    ),
    stroke('suggested', dashes, { width: 2.6, color: act }),
  ]
}

const chosenLayer = (chosen: readonly Grid[], theme: ThemeName) => {
  const [red, green, blue] = OVERLAY[theme].act
  return new SolidPolygonLayer<Grid>({
    id: 'grid-fills/chosen',
    data: [...chosen],
    getPolygon: grid => grid.polygon.coordinates,
    getFillColor: [red, green, blue, 70],
    updateTriggers: { getFillColor: theme },
  })
}

const stroke = (name: string, paths: readonly LngLat[][], look: { width: number; color: Rgba }) =>
  new PathLayer<LngLat[]>({
    id: `grid-lines/${name}`,
    data: [...paths],
    getPath: path => path,
    getColor: look.color,
    getWidth: look.width,
    widthUnits: 'pixels',
    jointRounded: true,
    updateTriggers: { getColor: look.color },
  })
