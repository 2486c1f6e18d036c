import type { ThemeName } from '../../look/theme.svelte.ts'
import type { Palette, Rgb } from '../../map/palette.ts'

/** Colours of change by `CHANGE`: none of them is one of the four, and each keeps apart in colour-blind eyes. */
export const CHANGE_RGB: readonly [Rgb, Rgb, Rgb, Rgb, Rgb] = [
  [140, 150, 160],
  [214, 20, 140],
  [92, 74, 62],
  [0, 140, 120],
  [98, 84, 184],
]

/** Written on the cells at reading zoom. */
export const CHANGE_MARKS: readonly string[] = ['', '↑', '?', '↓', '+']

const palettes: Record<ThemeName, Palette> = { dark: paletteIn('dark'), light: paletteIn('light') }

/** The same object each time: the map draws anew only when the palette is another one. */
export const changePalette = (theme: ThemeName): Palette => palettes[theme]

function paletteIn(theme: ThemeName): Palette {
  const [same, rose, unassessed, fell, assessed] = CHANGE_RGB
  const strong = theme === 'dark' ? 0.82 : 0.74
  return [
    { rgb: same, alpha: theme === 'dark' ? 0.13 : 0.2, pattern: 'none' },
    { rgb: rose, alpha: strong, pattern: 'hatch' },
    { rgb: unassessed, alpha: strong, pattern: 'cross' },
    { rgb: fell, alpha: strong, pattern: 'none' },
    { rgb: assessed, alpha: strong - 0.14, pattern: 'dots' },
  ]
}
