import type { LayerContext, Viewport } from '@deck.gl/core'
import { SolidPolygonLayer } from '@deck.gl/layers'
import type { Bbox, LngLat } from '../../server/region/place.ts'
import { type CellBlock, runsIn } from './cell-blocks.ts'
import type { RiskTextureProps } from './risk-texture.ts'

/** Properties beside those of polygons. */
export interface CellPolygonsProps extends RiskTextureProps {
  blocks: readonly CellBlock[]
}

const BYTES_PER_INDEX = 4
// One answer a picture: every layer asks it of the same viewport.
const whole = new WeakMap<Viewport, Bbox>()

/** What is drawn now: the view, or the part of it that the graphics card was told to keep to. */
export function drawnBounds({ viewport, gl }: Pick<LayerContext, 'viewport' | 'gl'>): Bbox {
  if (gl.isEnabled(gl.SCISSOR_TEST)) return partBounds(viewport, gl)
  const bounds = whole.get(viewport) ?? viewport.getBounds()
  whole.set(viewport, bounds)
  return bounds
}

function partBounds(viewport: Viewport, gl: WebGL2RenderingContext): Bbox {
  const [x = 0, y = 0, width = 0, height = 0]: Int32Array = gl.getParameter(gl.SCISSOR_BOX)
  const scale = gl.drawingBufferWidth / viewport.width
  const [left, right] = [x / scale, (x + width) / scale]
  const [top, bottom] = [viewport.height - (y + height) / scale, viewport.height - y / scale]
  const corners = [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ].map(corner => viewport.unproject(corner) as LngLat)
  const lngs = corners.map(([lng]) => lng)
  const lats = corners.map(([, lat]) => lat)
  return [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)]
}

/** Flat polygons of which a picture draws only the blocks that are in it. */
export class CellPolygons extends SolidPolygonLayer<unknown, CellPolygonsProps> {
  static override layerName = 'CellPolygons'

  override draw() {
    const { topModel, polygonTesselator } = this.state
    if (!topModel) return
    const starts = polygonTesselator.indexStarts
    topModel.shaderInputs.setProps({
      solidPolygon: { extruded: false, elevationScale: 1, isWireframe: false },
    })
    for (const [from, to] of runsIn(this.props.blocks, drawnBounds(this.context))) {
      const first = starts[from] ?? 0
      topModel.setVertexCount((starts[to] ?? first) - first)
      // The engine hands the first vertex on as an offset in bytes where there are indices.
      topModel.setDrawOffsets({ firstVertex: first * BYTES_PER_INDEX, firstIndex: first })
      topModel.draw(this.context.renderPass)
    }
  }
}
