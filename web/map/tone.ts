import type { Level } from '../look/level.ts'
import type { ThemeName } from '../look/theme.svelte.ts'
import { LEVEL_INK, LEVEL_RGB, type Rgb } from './palette.ts'

/** What a disc stands for, by colour. `level-*` only for what has a risk level. */
export type Tone =
  | 'team'
  | 'medical'
  | 'police'
  | 'expert'
  | 'shelter'
  | 'supply'
  | 'sensor'
  | 'place'
  | 'away'
  | `level-${Level}`

const TONE_RGB: Record<Exclude<Tone, `level-${Level}`>, Rgb> = {
  team: [31, 100, 224],
  medical: [12, 130, 130],
  police: [54, 72, 150],
  expert: [117, 71, 242],
  shelter: [22, 121, 76],
  supply: [122, 84, 52],
  sensor: [86, 98, 112],
  place: [58, 70, 84],
  away: [108, 118, 128],
}

export const TONES: readonly Tone[] = [
  'team',
  'medical',
  'police',
  'expert',
  'shelter',
  'supply',
  'sensor',
  'place',
  'away',
  'level-0',
  'level-1',
  'level-2',
  'level-3',
  'level-4',
]

export function toneRgb(tone: Tone): Rgb {
  return isLevelTone(tone) ? LEVEL_RGB[levelOf(tone)] : TONE_RGB[tone]
}

/** Ink of the character on a disc. */
export function toneInk(tone: Tone): Rgb {
  return isLevelTone(tone) ? LEVEL_INK[levelOf(tone)] : [255, 255, 255]
}

const isLevelTone = (tone: Tone): tone is `level-${Level}` => tone.startsWith('level-')

/** The pattern of the name leaves only these five digits. */
const levelOf = (tone: `level-${Level}`) => Number(tone.slice(-1)) as Level

type Rgba = [red: number, green: number, blue: number, alpha: number]

/** Colours of what moves over the map, by theme. The coral of danger is not the red of level 1. */
export interface Overlay {
  act: Rgba
  casing: Rgba
  rejected: Rgba
  zone: Rgba
  zoneFill: Rgba
  pill: Rgba
  pillInk: Rgba
  text: Rgba
  halo: Rgba
}

export const OVERLAY: Record<ThemeName, Overlay> = {
  dark: {
    act: [74, 168, 255, 255],
    casing: [13, 18, 23, 235],
    rejected: [158, 170, 181, 255],
    zone: [255, 107, 94, 255],
    zoneFill: [255, 107, 94, 52],
    pill: [13, 18, 23, 245],
    pillInk: [232, 237, 242, 255],
    text: [226, 233, 240, 255],
    halo: [13, 18, 23, 235],
  },
  light: {
    act: [11, 105, 199, 255],
    casing: [255, 255, 255, 245],
    rejected: [108, 120, 132, 255],
    zone: [217, 67, 47, 255],
    zoneFill: [217, 67, 47, 40],
    pill: [255, 255, 255, 250],
    pillInk: [23, 33, 43, 255],
    text: [23, 33, 43, 255],
    halo: [255, 255, 255, 235],
  },
}
