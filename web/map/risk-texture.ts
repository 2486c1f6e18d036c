import { type Layer, LayerExtension } from '@deck.gl/core'
import { type LevelTexture, TEXTURE_WIDTH } from './level-texture.ts'
import { type LevelPaint, PATTERNS, type Palette } from './palette.ts'

/** Properties a layer gains with this extension. */
export interface RiskTextureProps {
  levelTexture: LevelTexture
  palette: Palette
  /** Pixels each cell keeps from its neighbours' border. */
  insetPixels: number
  /** Metres between the lines of a pattern. */
  patternMeters: number
  /** Metres in a degree of longitude and of latitude here. */
  metersPerDegree: readonly [number, number]
}

const BLOCK = `layout(std140) uniform riskUniforms {
  vec4 paint0;
  vec4 paint1;
  vec4 paint2;
  vec4 paint3;
  vec4 paint4;
  vec4 patterns;
  vec2 metersPerDegree;
  float pattern0;
  float width;
  float insetPixels;
  float patternMeters;
} risk;
`

const VERTEX = `${BLOCK}
uniform sampler2D risk_levels;
in vec2 cellCentres;
out vec2 risk_plane;
out float risk_level;

float risk_levelOf(float row) {
  int cell = int(row + 0.5);
  int across = int(risk.width + 0.5);
  return floor(texelFetch(risk_levels, ivec2(cell % across, cell / across), 0).r * 255.0 + 0.5);
}
vec4 risk_paintOf(float level) {
  if (level < 0.5) return risk.paint0;
  if (level < 1.5) return risk.paint1;
  if (level < 2.5) return risk.paint2;
  if (level < 3.5) return risk.paint3;
  return risk.paint4;
}
`

const FRAGMENT = `${BLOCK}
in vec2 risk_plane;
in float risk_level;

float risk_patternOf(float level) {
  if (level < 0.5) return risk.pattern0;
  if (level < 1.5) return risk.patterns.x;
  if (level < 2.5) return risk.patterns.y;
  if (level < 3.5) return risk.patterns.z;
  return risk.patterns.w;
}
float risk_lines(float along, float share) {
  float place = fract(along / risk.patternMeters);
  float blur = fwidth(along / risk.patternMeters);
  return 1.0 - smoothstep(share - blur, share + blur, abs(place - 0.5) * 2.0);
}
float risk_cover(float pattern) {
  float falling = risk_plane.x + risk_plane.y;
  float rising = risk_plane.x - risk_plane.y;
  if (pattern < 0.5) return 0.0;
  if (pattern < 1.5) return risk_lines(falling, 0.3);
  if (pattern < 2.5) return max(risk_lines(falling, 0.26), risk_lines(rising, 0.26));
  if (pattern < 3.5) return risk_lines(risk_plane.x, 0.38) * risk_lines(risk_plane.y, 0.38);
  return risk_lines(rising, 0.2);
}
vec4 risk_draw(vec4 color) {
  float pattern = risk_patternOf(risk_level);
  float cover = risk_cover(pattern);
  if (pattern > 3.5) return vec4(color.rgb, color.a * mix(0.3, 1.0, cover));
  return vec4(mix(color.rgb, color.rgb * 0.45, cover), color.a * mix(1.0, 1.25, cover));
}
`

const INSET = `{
  vec4 centre = project_position_to_clipspace(vec3(cellCentres, 0.0), vec3(0.0), vec3(0.0));
  vec2 inward = (centre.xy / centre.w - position.xy / position.w) * project.viewportSize * 0.5;
  float reach = length(inward);
  float inset = min(risk.insetPixels * project.devicePixelRatio, reach * 0.08);
  if (reach > 0.0) position.xy += inward / reach * inset / (project.viewportSize * 0.5) * position.w;
}`

const riskModule = {
  name: 'risk',
  vs: VERTEX,
  fs: FRAGMENT,
  uniformTypes: {
    paint0: 'vec4<f32>',
    paint1: 'vec4<f32>',
    paint2: 'vec4<f32>',
    paint3: 'vec4<f32>',
    paint4: 'vec4<f32>',
    patterns: 'vec4<f32>',
    metersPerDegree: 'vec2<f32>',
    pattern0: 'f32',
    width: 'f32',
    insetPixels: 'f32',
    patternMeters: 'f32',
  },
} as const

/** Colours the polygons of a SolidPolygonLayer by the level at their row number in a texture. */
export class RiskTextureExtension extends LayerExtension {
  static override extensionName = 'RiskTextureExtension'

  override getShaders() {
    return {
      modules: [riskModule],
      inject: {
        'vs:#main-end': `
  risk_level = risk_levelOf(rowIndexes);
  risk_plane = vertexPositions.xy * risk.metersPerDegree;
  vec4 paint = risk_paintOf(risk_level);
  vColor = vec4(paint.rgb, paint.a * layer.opacity);`,
        'vs:DECKGL_FILTER_GL_POSITION': INSET,
        'fs:DECKGL_FILTER_COLOR': 'color = risk_draw(color);',
      },
    }
  }

  override initializeState(this: Layer) {
    this.getAttributeManager()?.add({
      cellCentres: { size: 2, stepMode: 'dynamic', accessor: 'getCellCentre' },
    })
  }

  override draw(this: Layer) {
    const props = riskPropsOf(this)
    const [paint0, paint1, paint2, paint3, paint4] = props.palette.map(paintOf)
    const [pattern0 = 0, ...patterns] = props.palette.map(({ pattern }) => PATTERNS.indexOf(pattern))
    this.setShaderModuleProps({
      risk: {
        ...{ paint0, paint1, paint2, paint3, paint4, patterns, pattern0 },
        metersPerDegree: props.metersPerDegree,
        width: TEXTURE_WIDTH,
        insetPixels: props.insetPixels,
        patternMeters: props.patternMeters,
        risk_levels: props.levelTexture.on(this.context.device),
      },
    })
  }
}

const paintOf = ({ rgb, alpha }: LevelPaint) => [rgb[0] / 255, rgb[1] / 255, rgb[2] / 255, alpha]

/** `cellLayers` is the only maker of layers with this extension, and it always gives these. */
const riskPropsOf = (layer: Layer) => layer.props as unknown as RiskTextureProps
