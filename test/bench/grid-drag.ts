import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { LngLat, Polygon } from '../../server/region/place.ts'

declare global {
  interface Window {
    terraDraw?: typeof import('terra-draw')
    terraDrawMaplibreGlAdapter?: typeof import('terra-draw-maplibre-gl-adapter')
  }
}

/** Runs in the page: 2,000 polygons in terra-draw on the same map, one of them selected so that its corners are there. */
function drawWithTerra({ polygons, selected }: { polygons: Polygon[]; selected: number }): number {
  const [draws, adapters, stage] = [window.terraDraw, window.terraDrawMaplibreGlAdapter, window.__map]
  if (!draws || !adapters || !stage) throw new Error('terra-draw is not there')
  const flags = { polygon: { feature: { draggable: false, coordinates: { draggable: true } } } }
  const draw = new draws.TerraDraw({
    adapter: new adapters.TerraDrawMapLibreGLAdapter({ map: stage.map, coordinatePrecision: 9 }),
    modes: [new draws.TerraDrawPolygonMode(), new draws.TerraDrawSelectMode({ flags })],
  })
  draw.start()
  const added = draw.addFeatures(
    polygons.map(geometry => ({ type: 'Feature', properties: { mode: 'polygon' }, geometry })),
  )
  draw.setMode('select')
  const id = added[selected]?.id
  if (id !== undefined) draw.selectFeature(id)
  return added.filter(({ valid }) => valid).length
}

/** Puts terra-draw onto the page's map with the same polygons. @returns how many it took */
export async function withTerra(page: Page, polygons: Polygon[], selected: number): Promise<number> {
  const { resolve } = createRequire(import.meta.url)
  for (const name of ['terra-draw', 'terra-draw-maplibre-gl-adapter']) {
    // The packages give their script for pages beside their main file.
    await page.evaluate(await readFile(join(resolve(name), '..', `${name}.umd.js`), 'utf8'))
  }
  return page.evaluate(drawWithTerra, { polygons, selected })
}

/**
 * Runs in the page: presses on a place, moves a few pixels this way and that, and notes for each move how long it
 * takes until the pixels under the pointer are others, read back from the drawn frame.
 */
async function dragAround({ at, moves }: { at: LngLat; moves: number }): Promise<number[]> {
  const map = window.__map?.map
  const gl = map?.getCanvas().getContext('webgl2')
  if (!map || !gl) throw new Error('there is no map')
  const canvas = map.getCanvas()
  const box = canvas.getBoundingClientRect()
  const ratio = canvas.width / box.width
  const from = map.project(at)
  const send = (kind: string, [x, y]: [number, number], buttons: number) => {
    const place = { clientX: box.left + x, clientY: box.top + y, button: 0, buttons }
    const init = { ...place, bubbles: true, cancelable: true, view: window, altKey: true }
    canvas.dispatchEvent(new PointerEvent(`pointer${kind}`, { ...init, pointerId: 1, isPrimary: true }))
    canvas.dispatchEvent(new MouseEvent(`mouse${kind}`, init))
  }
  const frame = () =>
    new Promise<void>(resolve => {
      map.once('render', () => resolve())
      map.triggerRepaint()
    })
  const pixels = ([x, y]: [number, number]) => {
    const side = 9
    const found = new Uint8Array(side * side * 4)
    const [left, below] = [Math.round(x * ratio - side / 2), Math.round(canvas.height - y * ratio - side / 2)]
    gl.readPixels(left, below, side, side, gl.RGBA, gl.UNSIGNED_BYTE, found)
    return found.join()
  }
  // Frames come as the page asks for them: more would keep what it waits for from being heard.
  const changed = (to: [number, number], before: string) =>
    new Promise<number>(resolve => {
      const end = () => {
        map.off('render', look)
        clearTimeout(late)
        resolve(performance.now())
      }
      const look = () => {
        if (pixels(to) !== before) end()
      }
      const late = setTimeout(end, 5000)
      map.on('render', look)
    })
  const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
  send('move', [from.x, from.y], 0)
  await pause(400)
  send('down', [from.x, from.y], 1)
  await pause(200)
  const times: number[] = []
  for (let i = 0; i < moves; i++) {
    const angle = i * 2.4
    const to: [number, number] = [from.x + Math.cos(angle) * 5, from.y + Math.sin(angle) * 5]
    await frame()
    const before = pixels(to)
    // Not in step with the frames.
    await pause((i * 7) % 23)
    const began = performance.now()
    send('move', to, 1)
    times.push((await changed(to, before)) - began)
    await pause(60)
  }
  send('up', [from.x, from.y], 0)
  return times
}

/** Milliseconds of each move from the pointer's event to the changed pixels; the first ones warm the way up. */
export async function dragTimes(page: Page, at: LngLat, moves: number): Promise<number[]> {
  return (await page.evaluate(dragAround, { at, moves: moves + 3 })).slice(3)
}

/** Runs in the page: milliseconds of drawing the map as it is, with nothing changed. */
async function drawnAgain(): Promise<number[]> {
  const map = window.__map?.map
  const gl = map?.getCanvas().getContext('webgl2')
  if (!map || !gl) throw new Error('there is no map')
  const times: number[] = []
  for (let i = 0; i < 9; i++) {
    const began = performance.now()
    map.redraw()
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4))
    times.push(performance.now() - began)
    await new Promise(resolve => setTimeout(resolve, 30))
  }
  return times
}

/** What no drag can be quicker than here: a frame of the same map without any change. */
export const frameTimes = (page: Page): Promise<number[]> => page.evaluate(drawnAgain)
