import type { Layer } from '@deck.gl/core'
import { PathLayer, TextLayer } from '@deck.gl/layers'
import type { Bbox, LngLat } from '../../server/region/place.ts'
import type { CellChunk, CellGeometry } from '../../server/risk/rules/cell-pack.ts'
import { asLevel, type Level } from '../look/level.ts'
import type { ThemeName } from '../look/theme.svelte.ts'
import type { LevelTexture } from './level-texture.ts'
import { LEVEL_INK, type Palette } from './palette.ts'
import { SYMBOL_FONT } from './symbol-font.ts'

/** From this zoom on every cell in view carries the digit of its level. */
export const READING_ZOOM = 15.5
const MAX_DIGITS = 900

/** What is written and outlined on cells. */
export interface MarkLook {
  theme: ThemeName
  palette: Palette
  /** Ordinal of the selected cell. */
  selected?: number | undefined
  /** What is written on a cell at reading zoom in place of the digit, by level 0 to 4. */
  marks?: readonly string[] | undefined
  /** Whether a place lies where the levels beside are shown. */
  isBeside?: ((lngLat: LngLat) => boolean) | undefined
  zoom: number
  bounds: Bbox
}

/** A chunk with the middles of its cells: degrees from its origin, two a cell. */
interface Near {
  chunk: CellChunk
  centres: Float32Array
}

interface Digit {
  lngLat: LngLat
  level: Level
}

/** The digit of each level in view, where one reads it. */
export function digitLayers(near: readonly Near[], levels: LevelTexture, look: MarkLook): Layer[] {
  if (look.zoom < READING_ZOOM) return []
  const digits = digitsIn(near, levels, look)
  const hasPlates = look.palette.some(({ pattern }, level) => level > 0 && pattern !== 'none')
  return [
    new TextLayer<Digit>({
      id: 'risk-digits',
      data: digits,
      getPosition: digit => digit.lngLat,
      getText: digit => look.marks?.[digit.level] ?? String(digit.level),
      characterSet: look.marks?.join('') ?? '1234',
      fontFamily: SYMBOL_FONT,
      fontWeight: 600,
      getSize: look.zoom > 16.6 ? 16 : 12,
      getColor: digit => inkOf(digit.level, look, hasPlates),
      // Lines and dots cross a digit out: it stands on plain colour, as in the legend.
      background: hasPlates,
      getBackgroundColor: digit => [...look.palette[digit.level].rgb, 240],
      backgroundPadding: [4, 1],
      updateTriggers: { getColor: [look.theme, look.palette], getBackgroundColor: look.palette },
    }),
  ]
}

/** On light ground a translucent colour is paler than its swatch: white ink only on the darkest. */
function inkOf(
  level: Level,
  { marks, theme }: MarkLook,
  hasPlates: boolean,
): [number, number, number, number] {
  if (marks) return [255, 255, 255, 255]
  if (hasPlates) return [...LEVEL_INK[level], 255]
  if (theme === 'dark') return level === 3 ? [17, 17, 17, 225] : [240, 244, 248, 225]
  return level === 4 ? [12, 44, 84, 215] : [...LEVEL_INK[level], 215]
}

/** Cells not assessed have no digit. */
function digitsIn(near: readonly Near[], levels: LevelTexture, { bounds, isBeside }: MarkLook): Digit[] {
  const [w, s, e, n] = bounds
  const others = isBeside && levels.beside?.texture
  const digits: Digit[] = []
  for (const { chunk, centres } of near) {
    for (let cell = 0; cell < chunk.cells && digits.length < MAX_DIGITS; cell++) {
      const lng = chunk.origin[0] + (centres[cell * 2] ?? 0)
      const lat = chunk.origin[1] + (centres[cell * 2 + 1] ?? 0)
      if (lng < w || lng > e || lat < s || lat > n) continue
      const shown = others && isBeside([lng, lat]) ? others : levels
      const level = asLevel(shown.levelOf(chunk.cellIndex[cell] ?? 0))
      if (level > 0) digits.push({ lngLat: [lng, lat], level })
    }
  }
  return digits
}

/** The outline of a cell in degrees, closed; null when there is no such cell. */
export function outlineOf({ chunks }: CellGeometry, ordinal: number): LngLat[] | null {
  for (const { origin, ringStart, cellIndex, positions } of chunks) {
    const cell = cellIndex.indexOf(ordinal)
    if (cell < 0) continue
    const ring: LngLat[] = []
    for (let vertex = ringStart[cell] ?? 0; vertex < (ringStart[cell + 1] ?? 0); vertex++) {
      ring.push([origin[0] + (positions[vertex * 2] ?? 0), origin[1] + (positions[vertex * 2 + 1] ?? 0)])
    }
    return ring
  }
  return null
}

/** Two thin lines with light between them: read on any colour, taken for none. */
export function selectedLayers(geometry: CellGeometry, { selected, theme }: MarkLook): Layer[] {
  const outline = selected === undefined ? null : outlineOf(geometry, selected)
  if (!outline) return []
  const [ink, gap]: [[number, number, number], [number, number, number]] =
    theme === 'dark'
      ? [
          [255, 255, 255],
          [13, 18, 23],
        ]
      : [
          [23, 33, 43],
          [255, 255, 255],
        ]
  const stroke = (name: string, width: number, color: [number, number, number]) =>
    new PathLayer({
      id: `risk-selected/${name}`,
      data: [outline],
      getPath: ring => ring,
      getColor: color,
      getWidth: width,
      widthUnits: 'pixels',
      jointRounded: false,
      miterLimit: 4,
    })
  return [stroke('outer', 7, ink), stroke('gap', 4.5, gap), stroke('inner', 2, ink)]
}
