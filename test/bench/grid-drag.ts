import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { LngLat, Polygon } from '../../server/region/place.ts'

declare global {
  interface Window {
    terraDraw?: typeof import('terra-draw')
    terraDrawMaplibreGlAdapter?: typeof import('terra-draw-maplibre-gl-adapter')
    benchDrag?: DragWatch
  }
}

interface DragWatch {
  /** Waits for the next move; the pixels round this place of the map's canvas are looked at. */
  expect(place: { x: number; y: number }): void
  /** Milliseconds from the event to the frame after its pixels, `late` when they did not come, undefined while waiting. */
  found(): number | 'late' | undefined
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

/** No move is waited for longer, milliseconds; one that takes longer counts as this. */
export const CAP_MS = 5000

/**
 * Runs in the page. The clock starts with the browser's own time of the pointer's event. It stops at the start of the
 * frame after the one in whose canvases the pixels round the pointer are others: the map's, read back when it is drawn,
 * or those of a plain canvas over it. Both editors are watched in the same way.
 */
function watchDrag(capMs: number) {
  const map = window.__map?.map
  const gl = map?.getCanvas().getContext('webgl2')
  if (!map || !gl) throw new Error('there is no map')
  const canvas = map.getCanvas()
  const ratio = canvas.width / canvas.clientWidth
  const side = 9
  let place = { x: 0, y: 0 }
  let told: number | undefined
  let result: number | 'late' | undefined = 'late'
  let isPainted = false
  let [ofMap, ofSketch] = ['', '']
  const onMap = () => {
    const found = new Uint8Array(side * side * 4)
    const left = Math.round(place.x * ratio - side / 2)
    const below = Math.round(canvas.height - place.y * ratio - side / 2)
    gl.readPixels(left, below, side, side, gl.RGBA, gl.UNSIGNED_BYTE, found)
    return found.join()
  }
  const plain = [...map.getCanvasContainer().querySelectorAll('canvas')].find(each => each !== canvas)
  const onSketch = () => {
    const [left, top] = [place.x, place.y].map(pixel => Math.round(pixel * ratio - side / 2))
    return (
      plain
        ?.getContext('2d')
        ?.getImageData(left ?? 0, top ?? 0, side, side)
        .data.join() ?? ''
    )
  }
  map.on('render', () => {
    if (told !== undefined && onMap() !== ofMap) isPainted = true
  })
  window.addEventListener(
    'pointermove',
    event => {
      if (result === undefined) told ??= event.timeStamp
    },
    true,
  )
  // What a plain canvas shows at the start of a frame was painted in the one before.
  const frame = () => {
    if (result === undefined && told !== undefined) {
      if (isPainted || onSketch() !== ofSketch) result = performance.now() - told
      else if (performance.now() - told > capMs) result = 'late'
    }
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
  window.benchDrag = {
    expect(next) {
      place = next
      map.redraw()
      ofMap = onMap()
      ofSketch = onSketch()
      told = undefined
      isPainted = false
      result = undefined
    },
    found: () => result,
  }
}

/** Far enough for either editor to take it for a drag, and short of the next corner. */
const DRAG_PIXELS = 9

export interface Dragged {
  /** Milliseconds of each move from the pointer's event to the frame after its pixels. */
  times: number[]
  late: number
  /** Moves after which a picture of the screen shows other pixels round the pointer than before. */
  seen: number
}

/** Drags the corner at a place by the browser's mouse; the first moves warm the way up. */
export async function drag(page: Page, lngLat: LngLat, moves: number): Promise<Dragged> {
  const at = await page.evaluate(place => {
    const map = window.__map?.map
    const box = map?.getCanvas().getBoundingClientRect()
    const { x, y } = map?.project(place) ?? { x: 0, y: 0 }
    return { x, y, left: box?.left ?? 0, top: box?.top ?? 0 }
  }, lngLat)
  const [x, y] = [at.left + at.x, at.top + at.y]
  await page.evaluate(watchDrag, CAP_MS)
  await page.mouse.move(x - 3, y - 3)
  await page.mouse.move(x, y, { steps: 3 })
  await page.waitForTimeout(600)
  // With Alt nothing snaps here; it means nothing to the other.
  await page.keyboard.down('Alt')
  await page.mouse.down()
  await page.waitForTimeout(300)
  const found: Dragged = { times: [], late: 0, seen: 0 }
  for (let move = -3; move < moves; move++) {
    const angle = move * 2.4
    const to = { x: Math.cos(angle) * DRAG_PIXELS, y: Math.sin(angle) * DRAG_PIXELS }
    const picture = move === 0 || move === moves - 1 ? await pictureAt(page, x + to.x, y + to.y) : undefined
    await page.evaluate(place => window.benchDrag?.expect(place), { x: at.x + to.x, y: at.y + to.y })
    await page.waitForTimeout(40 + (((move + 3) * 7) % 23))
    await page.mouse.move(x + to.x, y + to.y)
    await page.waitForFunction(() => window.benchDrag?.found() !== undefined, undefined, { polling: 'raf' })
    const ms = (await page.evaluate(() => window.benchDrag?.found())) ?? 'late'
    if (picture && !picture.equals(await pictureAt(page, x + to.x, y + to.y))) found.seen += 1
    if (move < 0) continue
    if (ms === 'late') found.late += 1
    found.times.push(ms === 'late' ? CAP_MS : ms)
  }
  await page.mouse.up()
  await page.keyboard.up('Alt')
  return found
}

const pictureAt = (page: Page, x: number, y: number) =>
  page.screenshot({ clip: { x: Math.round(x) - 5, y: Math.round(y) - 5, width: 10, height: 10 } })

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

/** What no drag can be quicker than here that has the map drawn again: a frame of it without any change. */
export const frameTimes = (page: Page): Promise<number[]> => page.evaluate(drawnAgain)
