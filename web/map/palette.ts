import type { Level } from '../look/level.ts'
import type { ThemeName } from '../look/theme.svelte.ts'

export type Rgb = readonly [red: number, green: number, blue: number]
/** Fill of a level: flat, lines one way, lines both ways, dots, or thin lines the other way. */
export type Pattern = 'none' | 'hatch' | 'cross' | 'dots' | 'thin'
export type PaletteKind = 'standard' | 'patterned' | 'print'

export const PATTERNS: readonly Pattern[] = ['none', 'hatch', 'cross', 'dots', 'thin']

/** How a level is drawn on the map. `alpha` is 0 to 1. */
export interface LevelPaint {
  rgb: Rgb
  alpha: number
  pattern: Pattern
}
/** Paint of levels 0 (not assessed) to 4, in this order. */
export type Palette = readonly [LevelPaint, LevelPaint, LevelPaint, LevelPaint, LevelPaint]

/** Told apart in protanopia, deuteranopia, tritanopia and grey; the same as the tokens lv0-lv4. */
export const LEVEL_RGB: readonly [Rgb, Rgb, Rgb, Rgb, Rgb] = [
  [154, 164, 173],
  [177, 0, 38],
  [244, 109, 27],
  [255, 225, 77],
  [33, 102, 172],
]

/** Ink that reads on a level's colour. */
export const LEVEL_INK: readonly [Rgb, Rgb, Rgb, Rgb, Rgb] = [
  [17, 17, 17],
  [255, 255, 255],
  [17, 17, 17],
  [17, 17, 17],
  [255, 255, 255],
]

const ALPHA: Record<ThemeName, readonly [number, number, number, number, number]> = {
  dark: [0.5, 0.72, 0.64, 0.58, 0.46],
  light: [0.6, 0.66, 0.64, 0.62, 0.4],
}

/** Patterned: each level by its fill too, for colour-blind eyes. Print: patterns in stronger colours. */
export function paletteOf(
  theme: ThemeName,
  kind: PaletteKind = 'standard',
  hidden?: ReadonlySet<Level>,
): Palette {
  const paint = (level: Level): LevelPaint => ({
    rgb: LEVEL_RGB[level],
    alpha: hidden?.has(level)
      ? 0
      : kind === 'print'
        ? Math.min(1, ALPHA.light[level] + 0.2)
        : ALPHA[theme][level],
    pattern: level === 0 ? 'thin' : kind === 'standard' ? 'none' : OWN_PATTERN[level],
  })
  return [paint(0), paint(1), paint(2), paint(3), paint(4)]
}

const OWN_PATTERN: readonly [Pattern, Pattern, Pattern, Pattern, Pattern] = [
  'thin',
  'cross',
  'hatch',
  'dots',
  'none',
]
