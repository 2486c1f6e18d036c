import type { Map as LibreMap } from 'maplibre-gl'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { PictureParts, type PixelBox, pixelBoxOf } from './picture-part.ts'

/** A thousand pixels a degree, north up, its top left corner at 120 E, 31 N. */
const project = ([lng, lat]: [number, number]) => ({
  x: Math.round((lng - 120) * 1000),
  y: Math.round((31 - lat) * 1000),
})
const view = { project, width: 800, height: 600, scale: 1 }

test('tells the pixels of a place with a margin, counted from the bottom, and within the canvas', () => {
  expect(pixelBoxOf([120.1, 30.8, 120.2, 30.9], view)).toEqual([96, 396, 108, 108])
  expect(pixelBoxOf([119, 30.9, 120.1, 32], view)).toEqual([0, 496, 104, 104])
  expect(pixelBoxOf([120.1, 30.8, 120.2, 30.9], { ...view, scale: 2 })).toEqual([192, 792, 216, 216])
  expect(pixelBoxOf([122, 30.8, 122.1, 30.9], view)).toBeUndefined()
})

let frames: (() => void)[] = []
beforeEach(() => {
  frames = []
  vi.stubGlobal('requestAnimationFrame', (work: () => void) => frames.push(work))
})
afterEach(() => vi.unstubAllGlobals())
const nextFrame = () => {
  for (const work of frames.splice(0)) work()
}

/** A map that writes down what it drew: everything, or one box of pixels. */
function aMap(pitch = 0) {
  const drawn: ('whole' | PixelBox)[] = []
  let box: PixelBox | undefined
  const gl = {
    SCISSOR_TEST: 3089,
    drawingBufferWidth: 800,
    enable: () => {},
    scissor: (...given: PixelBox) => {
      box = given
    },
    disable: () => {
      box = undefined
    },
  }
  let isAsked = false
  let heard = () => {}
  const map = {
    getCanvas: () => ({ clientWidth: 800, clientHeight: 600, getContext: () => gl }),
    getPitch: () => pitch,
    project,
    on: (_: string, listener: () => void) => {
      heard = listener
    },
    redraw: () => drawn.push(box ?? 'whole'),
    triggerRepaint: () => {
      if (isAsked) return
      isAsked = true
      requestAnimationFrame(() => {
        isAsked = false
        drawn.push('whole')
        heard()
      })
    },
  }
  return { map, drawn, parts: new PictureParts(asMap(map)) }
}
/** Parts ask nothing else of a map. */
const asMap = (map: object) => map as unknown as LibreMap

test('draws what changed within one frame together, and nothing else', () => {
  const { drawn, parts } = aMap()
  parts.draw([120.1, 30.8, 120.2, 30.9])
  parts.draw([120.3, 30.8, 120.4, 30.9])
  nextFrame()
  nextFrame()
  expect(drawn).toEqual([[96, 396, 308, 108]])
})

test('leaves it to a whole picture that is asked for anyway, before or after', () => {
  const { map, drawn, parts } = aMap()
  map.triggerRepaint()
  parts.draw([120.1, 30.8, 120.2, 30.9])
  nextFrame()
  parts.draw([120.1, 30.8, 120.2, 30.9])
  map.triggerRepaint()
  map.triggerRepaint()
  nextFrame()
  expect(drawn).toEqual(['whole', 'whole'])
  parts.draw([120.1, 30.8, 120.2, 30.9])
  nextFrame()
  expect(drawn).toHaveLength(3)
  expect(drawn[2]).not.toBe('whole')
})

test('draws a tilted map whole, and nothing for what is beside the view', () => {
  const tilted = aMap(30)
  tilted.parts.draw([120.1, 30.8, 120.2, 30.9])
  nextFrame()
  nextFrame()
  expect(tilted.drawn).toEqual(['whole'])
  const { drawn, parts } = aMap()
  parts.draw([125, 30.8, 125.1, 30.9])
  nextFrame()
  expect(drawn).toEqual([])
})
