import { type Layer, LayerExtension } from '@deck.gl/core'
import { PAINT_BLOCK, paintFunctions, paintTypes, paintUniforms } from './level-paint.ts'
import { type LevelTexture, splitOf, TEXEL_OF_CELL } from './level-texture.ts'
import type { Palette } from './palette.ts'

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
  ${PAINT_BLOCK}
  vec2 metersPerDegree;
  float insetPixels;
  float patternMeters;
  float split;
} risk;
`

// Two maps of levels: the second is shown to the right of a place across the screen.
const VERTEX = `${BLOCK}
uniform sampler2D risk_levels;
uniform sampler2D risk_others;
in vec2 cellCentres;
out vec2 risk_plane;
out vec2 risk_both;
out vec2 risk_across;

vec2 risk_levelsOf(float row) {
  int cell = int(row + 0.5);
  ivec2 at = ${TEXEL_OF_CELL};
  return floor(vec2(texelFetch(risk_levels, at, 0).r, texelFetch(risk_others, at, 0).r) * 255.0 + 0.5);
}
`

const FRAGMENT = `${BLOCK}
in vec2 risk_plane;
in vec2 risk_both;
in vec2 risk_across;
${paintFunctions('risk')}
vec4 risk_draw(float opacity) {
  float value = risk_across.x > risk.split * risk_across.y ? risk_both.y : risk_both.x;
  vec4 color = risk_fill(value, risk_plane / risk.patternMeters);
  return vec4(color.rgb, color.a * opacity);
}
`

const INSET = `{
  vec4 centre = project_position_to_clipspace(vec3(cellCentres, 0.0), vec3(0.0), vec3(0.0));
  vec2 inward = (centre.xy / centre.w - position.xy / position.w) * project.viewportSize * 0.5;
  float reach = length(inward);
  float inset = min(risk.insetPixels * project.devicePixelRatio, reach * 0.08);
  if (reach > 0.0) position.xy += inward / reach * inset / (project.viewportSize * 0.5) * position.w;
  risk_across = position.xw;
}`

const riskModule = {
  name: 'risk',
  vs: VERTEX,
  fs: FRAGMENT,
  uniformTypes: {
    ...paintTypes,
    metersPerDegree: 'vec2<f32>',
    insetPixels: 'f32',
    patternMeters: 'f32',
    split: 'f32',
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
  risk_both = risk_levelsOf(rowIndexes);
  risk_plane = vertexPositions.xy * risk.metersPerDegree;`,
        'vs:DECKGL_FILTER_GL_POSITION': INSET,
        'fs:DECKGL_FILTER_COLOR': 'color = risk_draw(layer.opacity);',
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
    const { others, split } = splitOf(props.levelTexture)
    this.setShaderModuleProps({
      risk: {
        ...paintUniforms(props.palette),
        metersPerDegree: props.metersPerDegree,
        insetPixels: props.insetPixels,
        patternMeters: props.patternMeters,
        split,
        risk_levels: props.levelTexture.on(this.context.device),
        risk_others: others.on(this.context.device),
      },
    })
  }
}

/** `cellLayers` is the only maker of layers with this extension, and it always gives these. */
const riskPropsOf = (layer: Layer) => layer.props as unknown as RiskTextureProps
