import { PathStyleExtension } from '@deck.gl/extensions'
import { PathLayer, TextLayer } from '@deck.gl/layers'
import type { LngLat, Polygon } from '../../server/region/place.ts'
import type { WarningLevel } from '../../server/warning/warning.ts'
import { levelOfWarning } from '../look/level.ts'
import type { ThemeName } from '../look/theme.svelte.ts'
import { LEVEL_RGB } from '../map/palette.ts'
import type { Staged } from '../map/stage.svelte.ts'
import { SYMBOL_FONT } from '../map/symbol-font.ts'
import { OVERLAY } from '../map/tone.ts'

export interface WarningArea {
  id: number
  level: WarningLevel
  label: string
  area: Polygon
  isSelected: boolean
}

const dashed = new PathStyleExtension({ dash: true })

/**
 * Areas of warnings as broad dashed lines with their name: never a fill, so that nobody takes the colour of a warning
 * for the risk level of the cells under it.
 */
export function warningLayers(areas: readonly WarningArea[], theme: ThemeName): Staged {
  const { casing, pill, pillInk } = OVERLAY[theme]
  const rings = areas.flatMap(area => area.area.coordinates.map(ring => ({ area, ring })))
  type Ring = (typeof rings)[number]
  const line = { widthUnits: 'pixels', jointRounded: true } as const
  return {
    layers: [
      new PathLayer<Ring>({
        id: 'zones/warning-casing',
        data: rings,
        getPath: each => each.ring,
        getColor: casing,
        getWidth: each => (each.area.isSelected ? 10 : 8),
        ...line,
      }),
      new PathLayer<Ring>({
        id: 'zones/warning-edge',
        data: rings,
        getPath: each => each.ring,
        getColor: each => [...LEVEL_RGB[levelOfWarning(each.area.level)], 255],
        getWidth: each => (each.area.isSelected ? 6 : 4),
        ...line,
        pickable: true,
        extensions: [dashed],
        ...{ getDashArray: [4, 2], dashJustified: true },
      }),
      new TextLayer<WarningArea>({
        id: 'labels/warnings',
        data: areas,
        getPosition: each => northOf(each.area),
        getText: each => each.label,
        characterSet: 'auto',
        fontFamily: SYMBOL_FONT,
        fontWeight: 600,
        getSize: 12.5,
        getColor: pillInk,
        background: true,
        getBackgroundColor: pill,
        getBorderColor: each => [...LEVEL_RGB[levelOfWarning(each.level)], 255],
        getBorderWidth: 2,
        backgroundBorderRadius: 4,
        backgroundPadding: [8, 3, 8, 4],
      }),
    ],
    rooms: areas.map(each => ({ lngLat: northOf(each.area), shape: 'pill' })),
  }
}

/** The northernmost corner, where the name stands. */
export function northOf({ coordinates }: Polygon): LngLat {
  const [ring = []] = coordinates
  return ring.reduce<LngLat>((most, corner) => (corner[1] > most[1] ? corner : most), ring[0] ?? [0, 0])
}
