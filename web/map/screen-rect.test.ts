import { expect, it } from 'vitest'
import type { LngLat } from '../../server/region/place.ts'
import { around, projector, rectOf, within } from './screen-rect.ts'

const mercatorY = (lat: number) => Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360))
const [scale, turned] = [400_000, 0.6]
const middle: LngLat = [114, 22.5]

/** A flat map turned by some degrees, as the library unprojects it. */
function turnedMap(pitch: number) {
  const [cos, sin] = [Math.cos(turned), Math.sin(turned)]
  const unproject = ([px, py]: [number, number]) => {
    const [dx, dy] = [(px - 400) / scale, (py - 300) / scale]
    const [mx, my] = [dx * cos + dy * sin, -dx * sin + dy * cos]
    const y = mercatorY(middle[1]) - my
    const lat = (360 / Math.PI) * (Math.atan(Math.exp(y)) - Math.PI / 4)
    return { lng: middle[0] + (mx * 180) / Math.PI, lat }
  }
  const asked: unknown[] = []
  // Only these four are asked.
  const map = {
    unproject,
    getPitch: () => pitch,
    getCanvas: () => ({ clientWidth: 800, clientHeight: 600 }),
    project: (lngLat: unknown) => {
      asked.push(lngLat)
      return { x: 1, y: 2 }
    },
  } as unknown as Parameters<typeof projector>[0]
  return { map, unproject, asked }
}

it('projects onto a turned map what the map would unproject there', () => {
  const { map, unproject } = turnedMap(0)
  const project = projector(map)
  for (const [px, py] of [
    [0, 0],
    [123, 456],
    [800, 600],
    [-40, 900],
  ] as const) {
    const { lng, lat } = unproject([px, py])
    const { x, y } = project([lng, lat])
    expect(x).toBeCloseTo(px, 4)
    expect(y).toBeCloseTo(py, 4)
  }
})

it('asks a tilted map itself', () => {
  const { map, asked } = turnedMap(30)
  expect(projector(map)(middle)).toEqual({ x: 1, y: 2 })
  expect(asked).toEqual([middle])
})

it('draws anew round all that changed, marks included, on whole pixels of the screen', () => {
  const project = ([lng, lat]: LngLat) => ({ x: lng * 10, y: lat * 10 })
  const rect = rectOf([1.02, 2, 3, 4], project)
  expect(rect).toEqual({ left: 10.2 - 14, top: 6, right: 44, bottom: 54 })
  const all = around([rect, undefined, { left: 90, top: 5, right: 130.5, bottom: 6 }])
  expect(within({ left: 0, top: 0, right: 100, bottom: 50 }, all)).toEqual({
    ...{ left: 0, top: 5, right: 100, bottom: 50 },
  })
  expect(around([undefined])).toBeUndefined()
  expect(within({ left: 200, top: 0, right: 300, bottom: 50 }, all)).toBeUndefined()
})
