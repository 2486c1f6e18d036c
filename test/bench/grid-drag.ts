import type { Page } from '@playwright/test'
import type { LngLat } from '../../server/region/place.ts'

declare global {
  interface Window {
    benchDrag?: DragWatch
  }
}

interface DragWatch {
  /** Waits for the next move; the pixels round this place of the page are looked at. */
  expect(place: Place): void
  /** `late` when the pixels did not come, undefined while waiting. */
  found(): Shown | 'late' | undefined
}

/** Milliseconds from the browser's own time of the pointer's event. */
interface Shown {
  /** Until the frame with its pixels was drawn, laid out and given to the compositor. */
  given: number
  /** Until the frame after that one began. */
  next: number
}

/** Pixels from the top left corner of the page. */
export interface Place {
  x: number
  y: number
}

/** No move is waited for longer, milliseconds; one that takes longer counts as this. */
export const CAP_MS = 5000

/**
 * Runs in the page. The clock starts with the browser's own time of the pointer's event. At the end of every frame the
 * pixels round the pointer are looked at: the map's, read back when it is drawn, or those of plain canvases. It does not
 * matter whether a page draws in the event or in the frame. Every page is watched in the same way; the reading back is
 * part of the time.
 */
function watchDrag(capMs: number) {
  const map = window.__map?.map
  const gl = map?.getCanvas().getContext('webgl2')
  const side = 9
  let place = { x: 0, y: 0 }
  let told: number | undefined
  let given: number | undefined
  let result: Shown | 'late' | undefined = 'late'
  let isPainted = false
  let [ofMap, ofPlain] = ['', '']
  const onMap = () => {
    if (!map || !gl) return ''
    const canvas = map.getCanvas()
    const { left, top } = canvas.getBoundingClientRect()
    const found = new Uint8Array(side * side * 4)
    const x = Math.round(place.x - left - side / 2)
    const y = Math.round(canvas.height - (place.y - top) - side / 2)
    gl.readPixels(x, y, side, side, gl.RGBA, gl.UNSIGNED_BYTE, found)
    return found.join()
  }
  const onPlain = () =>
    [...(map?.getCanvasContainer() ?? document.body).querySelectorAll('canvas')]
      .filter(canvas => canvas !== map?.getCanvas() && canvas.clientWidth > 0)
      .map(canvas => {
        const { left, top } = canvas.getBoundingClientRect()
        const at = [place.x - left - side / 2, place.y - top - side / 2].map(Math.round)
        return canvas
          .getContext('2d')
          ?.getImageData(at[0] ?? 0, at[1] ?? 0, side, side)
          .data.join()
      })
      .join()
  map?.on('render', () => {
    if (told !== undefined && onMap() !== ofMap) isPainted = true
  })
  window.addEventListener(
    'pointermove',
    event => {
      if (result === undefined) told ??= event.timeStamp
    },
    true,
  )
  // A frame is one task from its callbacks to the compositor: what is posted in it comes after.
  const ended = new MessageChannel()
  ended.port1.onmessage = () => {
    if (result !== undefined || told === undefined || given !== undefined) return
    const isThere = isPainted || onPlain() !== ofPlain
    const ms = performance.now() - told
    if (isThere) given = ms
    else if (ms > capMs) result = 'late'
  }
  const frame = () => {
    if (result === undefined && told !== undefined && given !== undefined)
      result = { given, next: performance.now() - told }
    ended.port2.postMessage(undefined)
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
  window.benchDrag = {
    expect(next) {
      place = next
      ofMap = onMap()
      ofPlain = onPlain()
      told = undefined
      given = undefined
      isPainted = false
      result = undefined
    },
    found: () => result,
  }
}

/** Far enough for either editor to take it for a drag, and short of the next corner. */
const DRAG_PIXELS = 9

/** After a picture of it the browser draws all of the page anew, which is not the drag's doing. */
const PICTURE_MS = 800

export interface Dragged {
  /** Milliseconds of each move until the frame with its pixels was given to the compositor. */
  times: number[]
  /** The same until the frame after that one began. */
  nextTimes: number[]
  late: number
  /** Moves after which a picture of the screen shows other pixels round the pointer than before. */
  seen: number
}

/** Where a place of the map is on the page. */
export const placeOf = (page: Page, lngLat: LngLat): Promise<Place> =>
  page.evaluate(at => {
    const map = window.__map?.map
    const box = map?.getCanvas().getBoundingClientRect()
    const { x, y } = map?.project(at) ?? { x: 0, y: 0 }
    return { x: x + (box?.left ?? 0), y: y + (box?.top ?? 0) }
  }, lngLat)

/** Takes what is at a place into the hand of the browser's mouse. */
async function take(page: Page, { x, y }: Place) {
  await page.mouse.move(x - 3, y - 3)
  await page.mouse.move(x, y, { steps: 3 })
  await page.waitForTimeout(600)
  // With Alt nothing snaps here; it means nothing to the others.
  await page.keyboard.down('Alt')
  await page.mouse.down()
  await page.waitForTimeout(300)
}

async function letGo(page: Page) {
  await page.mouse.up()
  await page.keyboard.up('Alt')
}

const goalOf = ({ x, y }: Place, move: number): Place => {
  const angle = move * 2.4
  return { x: x + Math.cos(angle) * DRAG_PIXELS, y: y + Math.sin(angle) * DRAG_PIXELS }
}

/** Moves come at no fixed time of the screen's own clock. */
const pauseMs = (move: number) => 40 + ((move * 7) % 23)

/** Drags what is at a place by the browser's mouse; the first moves warm the way up. */
export async function drag(page: Page, from: Place, moves: number): Promise<Dragged> {
  await page.evaluate(watchDrag, CAP_MS)
  await take(page, from)
  const found: Dragged = { times: [], nextTimes: [], late: 0, seen: 0 }
  for (let move = -3; move < moves; move++) {
    const to = goalOf(from, move)
    const isLooked = move === 0 || move === moves - 1
    const picture = isLooked ? await pictureAt(page, to) : undefined
    await page.evaluate(place => window.benchDrag?.expect(place), to)
    await page.waitForTimeout(pauseMs(move + 3) + (isLooked ? PICTURE_MS : 0))
    await page.mouse.move(to.x, to.y)
    await page.waitForFunction(() => window.benchDrag?.found() !== undefined, undefined, { polling: 'raf' })
    const shown = (await page.evaluate(() => window.benchDrag?.found())) ?? 'late'
    if (picture) {
      if (!picture.equals(await pictureAt(page, to))) found.seen += 1
      await page.waitForTimeout(PICTURE_MS)
    }
    if (move < 0) continue
    if (shown === 'late') found.late += 1
    found.times.push(shown === 'late' ? CAP_MS : shown.given)
    found.nextTimes.push(shown === 'late' ? CAP_MS : shown.next)
  }
  await letGo(page)
  return found
}

const pictureAt = (page: Page, { x, y }: Place) =>
  page.screenshot({ clip: { x: Math.round(x) - 5, y: Math.round(y) - 5, width: 10, height: 10 } })

/** What no drag can be quicker than here: a page of the same size whose plain canvas draws one line to the pointer. */
export const BARE_PAGE = `<!doctype html><body style="margin:0;background:#123"><canvas width="1920" height="1080"
style="position:absolute;inset:0"></canvas><script>
const context = document.querySelector('canvas').getContext('2d')
context.strokeStyle = '#fff'
addEventListener('pointermove', ({ clientX, clientY }) => {
  context.clearRect(0, 0, 1920, 1080)
  context.beginPath()
  context.moveTo(960, 400)
  context.lineTo(clientX, clientY)
  context.stroke()
})</script>`

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
