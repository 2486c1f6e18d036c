import { type GetPickingInfoParams, type Layer, LayerExtension } from '@deck.gl/core'
import { BitmapLayer } from '@deck.gl/layers'
import { type CellRaster, rasterAt } from './cell-raster.ts'
import { type LevelTexture, TEXTURE_WIDTH } from './level-texture.ts'
import type { LevelPaint, Palette } from './palette.ts'

type Device = Layer['context']['device']
type Texture = ReturnType<Device['createTexture']>

interface RasterProps {
  raster: CellRaster
  levelTexture: LevelTexture
  palette: Palette
}

// A pixel shows the worst of the texels it covers, so that a red cell never falls between two pixels.
const FRAGMENT = `layout(std140) uniform rasterUniforms {
  vec4 paint0;
  vec4 paint1;
  vec4 paint2;
  vec4 paint3;
  vec4 paint4;
  vec2 size;
  float width;
} raster;
uniform sampler2D raster_cells;
uniform sampler2D raster_levels;

float raster_rankAt(ivec2 at) {
  vec4 bytes = floor(texelFetch(raster_cells, clamp(at, ivec2(0), ivec2(raster.size) - 1), 0) * 255.0 + 0.5);
  int cell = int(bytes.r + bytes.g * 256.0 + bytes.b * 65536.0) - 1;
  if (cell < 0) return 6.0;
  int across = int(raster.width + 0.5);
  float level = floor(texelFetch(raster_levels, ivec2(cell % across, cell / across), 0).r * 255.0 + 0.5);
  return level < 0.5 ? 5.0 : level;
}
vec4 raster_draw(vec2 uv) {
  vec2 at = uv * raster.size;
  vec2 reach = min(fwidth(at), vec2(8.0));
  vec2 first = at - reach * 0.5;
  ivec2 steps = ivec2(max(ceil(reach), vec2(1.0)));
  vec2 stride = reach / vec2(steps);
  float worst = 6.0;
  for (int j = 0; j < 8; j++) {
    if (j >= steps.y) break;
    for (int i = 0; i < 8; i++) {
      if (i >= steps.x) break;
      worst = min(worst, raster_rankAt(ivec2(floor(first + (vec2(i, j) + 0.5) * stride))));
    }
  }
  if (worst > 5.5) return vec4(0.0);
  if (worst > 4.5) return raster.paint0;
  if (worst < 1.5) return raster.paint1;
  if (worst < 2.5) return raster.paint2;
  if (worst < 3.5) return raster.paint3;
  return raster.paint4;
}
`

const rasterModule = {
  name: 'raster',
  fs: FRAGMENT,
  uniformTypes: {
    paint0: 'vec4<f32>',
    paint1: 'vec4<f32>',
    paint2: 'vec4<f32>',
    paint3: 'vec4<f32>',
    paint4: 'vec4<f32>',
    size: 'vec2<f32>',
    width: 'f32',
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
        'fs:DECKGL_FILTER_COLOR': `vec4 cell = raster_draw(geometry.uv);
  if (cell.a == 0.0) discard;
  color = vec4(cell.rgb, cell.a * layer.opacity);`,
      },
    }
  }

  override draw(this: Layer) {
    const { raster, levelTexture, palette } = rasterPropsOf(this)
    const { device } = this.context
    const [paint0, paint1, paint2, paint3, paint4] = palette.map(paintOf)
    this.setShaderModuleProps({
      raster: {
        ...{ paint0, paint1, paint2, paint3, paint4 },
        size: [raster.width, raster.height],
        width: TEXTURE_WIDTH,
        raster_cells: textureOn(device, raster),
        raster_levels: levelTexture.on(device),
      },
    })
  }
}

const paintOf = ({ rgb, alpha }: LevelPaint) => [rgb[0] / 255, rgb[1] / 255, rgb[2] / 255, alpha]

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
