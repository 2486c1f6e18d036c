import { RAISED_ONLY } from './level-texture.ts'
import { type LevelPaint, PATTERNS, type Palette } from './palette.ts'

/** Uniforms that tell a shader the paint of each level; `paintUniforms` gives them. */
export const PAINT_BLOCK = `vec4 paint0;
  vec4 paint1;
  vec4 paint2;
  vec4 paint3;
  vec4 paint4;
  vec4 patterns;
  float pattern0;`

export const paintTypes = {
  paint0: 'vec4<f32>',
  paint1: 'vec4<f32>',
  paint2: 'vec4<f32>',
  paint3: 'vec4<f32>',
  paint4: 'vec4<f32>',
  patterns: 'vec4<f32>',
  pattern0: 'f32',
} as const

/** What `paintTypes` names, for a palette. */
export function paintUniforms(palette: Palette) {
  const [paint0, paint1, paint2, paint3, paint4] = palette.map(paintOf)
  const [pattern0 = 0, ...patterns] = palette.map(({ pattern }) => PATTERNS.indexOf(pattern))
  return { paint0, paint1, paint2, paint3, paint4, patterns, pattern0 }
}

const paintOf = ({ rgb, alpha }: LevelPaint) => [rgb[0] / 255, rgb[1] / 255, rgb[2] / 255, alpha]

/**
 * Functions of a shader out of a uniform block. `_draw` fills a cell by its byte of a `LevelTexture`; a place is told
 * in steps of the pattern: lines lie one apart.
 */
export const paintFunctions = (block: string) => `${PATTERN_FUNCTIONS}
vec4 ${block}_paintOf(float level) {
  if (level < 0.5) return ${block}.paint0;
  if (level < 1.5) return ${block}.paint1;
  if (level < 2.5) return ${block}.paint2;
  if (level < 3.5) return ${block}.paint3;
  return ${block}.paint4;
}
float ${block}_patternOf(float level) {
  if (level < 0.5) return ${block}.pattern0;
  if (level < 1.5) return ${block}.patterns.x;
  if (level < 2.5) return ${block}.patterns.y;
  if (level < 3.5) return ${block}.patterns.z;
  return ${block}.patterns.w;
}
bool ${block}_isRaisedOnly(float value) {
  return value > ${RAISED_ONLY}.0 - 0.5;
}
float ${block}_levelOf(float value) {
  return ${block}_isRaisedOnly(value) ? value - ${RAISED_ONLY}.0 : value;
}
vec4 ${block}_fill(float value, vec2 place) {
  float level = ${block}_levelOf(value);
  vec4 color = pattern_draw(${block}_paintOf(level), ${block}_patternOf(level), place);
  return ${block}_isRaisedOnly(value) ? pattern_drawRaised(color, place) : color;
}
`

// Not assessed is told by the same thin lines with or without a colour.
const PATTERN_FUNCTIONS = `
float pattern_lines(float along, float share) {
  float blur = fwidth(along);
  return 1.0 - smoothstep(share - blur, share + blur, abs(fract(along) - 0.5) * 2.0);
}
float pattern_cover(float pattern, vec2 place) {
  float falling = place.x + place.y;
  float rising = place.x - place.y;
  if (pattern < 0.5) return 0.0;
  if (pattern < 1.5) return pattern_lines(falling, 0.3);
  if (pattern < 2.5) return max(pattern_lines(falling, 0.26), pattern_lines(rising, 0.26));
  if (pattern < 3.5) return pattern_lines(place.x, 0.38) * pattern_lines(place.y, 0.38);
  return pattern_lines(rising, 0.2);
}
vec4 pattern_draw(vec4 color, float pattern, vec2 place) {
  float cover = pattern_cover(pattern, place);
  if (pattern > 3.5) return vec4(color.rgb, color.a * mix(0.3, 1.0, cover));
  return vec4(mix(color.rgb, color.rgb * 0.45, cover), color.a * mix(1.0, 1.25, cover));
}
vec4 pattern_drawRaised(vec4 color, vec2 place) {
  float cover = pattern_cover(4.0, place);
  return vec4(mix(color.rgb, color.rgb * 0.3, cover), color.a * mix(0.55, 1.3, cover));
}
`

const PATTERN_PIXELS = 9

/** Metres between the lines of a pattern: about nine pixels, in steps, so that lines stay with the ground while zooming. */
export function patternMetersAt(zoom: number, lat: number): number {
  const step = Math.round(zoom * 2) / 2
  return (PATTERN_PIXELS * 40_075_016.7 * Math.cos((lat * Math.PI) / 180)) / (512 * 2 ** step)
}
