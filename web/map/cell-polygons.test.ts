import { WebMercatorViewport } from '@deck.gl/core'
import { expect, it } from 'vitest'
import { drawnBounds } from './cell-polygons.ts'

const viewport = new WebMercatorViewport({
  ...{ longitude: 121, latitude: 31, zoom: 12 },
  ...{ width: 800, height: 600 },
})

/** A graphics card of twice the page's pixels, told to keep to a part or not. */
function aCard(box?: [number, number, number, number]) {
  const gl = {
    SCISSOR_TEST: 1,
    SCISSOR_BOX: 2,
    drawingBufferWidth: 1600,
    isEnabled: () => box !== undefined,
    getParameter: () => Int32Array.from(box ?? []),
  }
  return asCard(gl)
}
/** It is asked nothing else. */
const asCard = (gl: object) => gl as unknown as WebGL2RenderingContext

it('draws the view, or the part of it that the card keeps to', () => {
  expect(drawnBounds({ viewport, gl: aCard() })).toEqual(viewport.getBounds())
  const whole = drawnBounds({ viewport, gl: aCard([0, 0, 1600, 1200]) })
  for (const [i, degrees] of viewport.getBounds().entries()) expect(whole[i]).toBeCloseTo(degrees, 6)
  const [west, south, east, north] = drawnBounds({ viewport, gl: aCard([0, 0, 800, 300]) })
  const [w, s] = viewport.getBounds()
  expect([west, south]).toEqual([expect.closeTo(w, 6), expect.closeTo(s, 6)])
  expect(east).toBeCloseTo(121, 6)
  expect(north).toBeCloseTo(viewport.unproject([0, 450])[1] ?? 0, 6)
})
