import { type GetPickingInfoParams, type Layer, LayerExtension } from '@deck.gl/core'
import { BitmapLayer } from '@deck.gl/layers'
import { type CellRaster, rasterAt } from './cell-raster.ts'
import { PAINT_BLOCK, paintFunctions, paintTypes, paintUniforms, patternMetersAt } from './level-paint.ts'
import { type LevelTexture, RAISED_ONLY, splitOf, TEXEL_OF_CELL } from './level-texture.ts'
import type { Palette } from './palette.ts'

type Device = Layer['context']['device']
type Texture = ReturnType<Device['createTexture']>

const METERS_PER_DEGREE = 111_320

interface RasterProps {
  raster: CellRaster
  levelTexture: LevelTexture
  palette: Palette
}

// A pixel shows the worst of the texels it covers, so that a red cell never falls between two pixels. Of two that
// are as bad the assessed one ranks first.
const BLOCK = `layout(std140) uniform rasterUniforms {
  ${PAINT_BLOCK}
  vec2 size;
  vec2 patternSteps;
  float split;
} raster;
`

const FRAGMENT = `${BLOCK}
uniform sampler2D raster_cells;
uniform sampler2D raster_levels;
uniform sampler2D raster_others;
in vec2 raster_across;
${paintFunctions('raster')}
float raster_rankAt(ivec2 at, bool isOther) {
  vec4 bytes = floor(texelFetch(raster_cells, clamp(at, ivec2(0), ivec2(raster.size) - 1), 0) * 255.0 + 0.5);
  int cell = int(bytes.r + bytes.g * 256.0 + bytes.b * 65536.0) - 1;
  if (cell < 0) return 6.0;
  ivec2 place = ${TEXEL_OF_CELL};
  float byte = isOther ? texelFetch(raster_others, place, 0).r : texelFetch(raster_levels, place, 0).r;
  float value = floor(byte * 255.0 + 0.5);
  if (value < 0.5) return 5.0;
  return raster_isRaisedOnly(value) ? raster_levelOf(value) + 0.5 : value;
}
float raster_worst(vec2 at, vec2 reach) {
  bool isOther = raster_across.x > raster.split * raster_across.y;
  vec2 first = at - reach * 0.5;
  ivec2 steps = ivec2(max(ceil(reach), vec2(1.0)));
  vec2 stride = reach / vec2(steps);
  float worst = 6.0;
  for (int j = 0; j < 8; j++) {
    if (j >= steps.y) break;
    for (int i = 0; i < 8; i++) {
      if (i >= steps.x) break;
      worst = min(worst, raster_rankAt(ivec2(floor(first + (vec2(i, j) + 0.5) * stride)), isOther));
    }
  }
  return worst;
}
vec4 raster_draw(vec2 uv) {
  vec2 at = uv * raster.size;
  float worst = raster_worst(at, min(fwidth(at), vec2(8.0)));
  if (worst > 5.5) return vec4(0.0);
  float value = worst > 4.8 ? 0.0 : fract(worst) > 0.25 ? floor(worst) + ${RAISED_ONLY}.0 : worst;
  return raster_fill(value, vec2(uv.x, -uv.y) * raster.patternSteps);
}
`

const rasterModule = {
  name: 'raster',
  vs: 'out vec2 raster_across;\n',
  fs: FRAGMENT,
  uniformTypes: {
    ...paintTypes,
    size: 'vec2<f32>',
    patternSteps: 'vec2<f32>',
    split: 'f32',
  },
} as const

// Textures of cells live as long as their raster and device do.
const textures = new WeakMap<CellRaster, { device: Device; texture: Texture }>()

function textureOn(device: Device, raster: CellRaster): Texture {
  const known = textures.get(raster)
  if (known?.device === device) return known.texture
  const { width, height, texels } = raster
  const texture = device.createTexture({
    ...{ width, height, format: 'rgba8unorm', mipLevels: 1 },
    data: new Uint8Array(texels.buffer, texels.byteOffset, texels.byteLength),
    sampler: { minFilter: 'nearest', magFilter: 'nearest' },
  })
  textures.set(raster, { device, texture })
  return texture
}

class RasterExtension extends LayerExtension {
  static override extensionName = 'RasterExtension'

  override getShaders() {
    return {
      modules: [rasterModule],
      inject: {
        'vs:DECKGL_FILTER_GL_POSITION': 'raster_across = position.xw;',
        'fs:DECKGL_FILTER_COLOR': `vec4 cell = raster_draw(geometry.uv);
  if (cell.a == 0.0) discard;
  color = vec4(cell.rgb, cell.a * layer.opacity);`,
      },
    }
  }

  override draw(this: Layer) {
    const { raster, levelTexture, palette } = rasterPropsOf(this)
    const { device } = this.context
    const { others, split } = splitOf(levelTexture)
    this.setShaderModuleProps({
      raster: {
        ...paintUniforms(palette),
        size: [raster.width, raster.height],
        patternSteps: patternSteps(raster, this.context.viewport.zoom),
        split,
        raster_cells: textureOn(device, raster),
        raster_levels: levelTexture.on(device),
        raster_others: others.on(device),
      },
    })
  }
}

/** How often the lines of a pattern repeat from side to side of the raster, and from top to bottom. */
function patternSteps({ bounds, width, height }: CellRaster, zoom: number): [number, number] {
  const [west, south, east, north] = bounds
  const lat = (south + north) / 2
  const across =
    ((east - west) * METERS_PER_DEGREE * Math.cos((lat * Math.PI) / 180)) / patternMetersAt(zoom, lat)
  return [across, (across / width) * height]
}

/** `rasterLayer` is the only maker of layers with this extension, and it always gives these. */
const rasterPropsOf = (layer: Layer) => layer.props as unknown as RasterProps

class CellRasterLayer extends BitmapLayer<RasterProps> {
  static override layerName = 'CellRasterLayer'

  /** The cell under the pointer, told as cells with outlines tell it. */
  override getPickingInfo({ info }: GetPickingInfoParams) {
    const { coordinate, color } = info
    return {
      ...info,
      bitmap: null,
      index: color && coordinate ? rasterAt(this.props.raster, coordinate) : -1,
    }
  }
}

const extension = new RasterExtension()
const pixel = { data: new Uint8Array(4).fill(255), width: 1, height: 1 }

/** All cells of a county in four vertices: what is seen while a cell is a few pixels wide. */
export function rasterLayer(props: RasterProps & { isVisible: boolean }): Layer {
  const { isVisible, raster, levelTexture, palette } = props
  return new CellRasterLayer({
    ...{ raster, levelTexture, palette },
    id: 'risk-cells/far',
    image: pixel,
    bounds: raster.bounds,
    visible: isVisible,
    pickable: true,
    extensions: [extension],
  })
}
