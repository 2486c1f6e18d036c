import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import type { LngLat } from '../../server/region/place.ts'
import { percentile, root } from '../server-process.ts'
import { BARE_PAGE, CAP_MS, drag, frameTimes, type Place, placeOf } from './grid-drag.ts'
import { withTerra } from './grid-drag-terra.ts'
import { emptyPage, lookAtAll, openScreenTown, pageOf, type ScreenTown } from './grid-screen-town.ts'

declare global {
  interface Window {
    /** Milliseconds of the page's clock; set by {@link watchEditor}. */
    benchOpenAt?: number
    benchShownAt?: number
  }
}

type Say = (text: string) => void
type Figures = Record<string, number>

const round = (value: number, digits = 1) => Math.round(value * 10 ** digits) / 10 ** digits
const told = (times: readonly number[]) => times.map(Math.round).join(' ')

/**
 * A town of 2,000 grids in the real page: from the way into the grids until their boundaries can be edited and stand
 * on the map, and from a move of the pointer to the changed pixel, beside terra-draw with the same polygons there and
 * beside a bare page with one canvas. What fails is left out and the rest goes on.
 */
export async function measureScreen({ quick, say }: { quick: boolean; say: Say }) {
  say('screen: building the page, a town of 2,000 grids')
  // What the build says would stand among the figures on standard output.
  await promisify(execFile)(process.execPath, ['start.mjs', '--build'], { cwd: root })
  const town = await openScreenTown()
  // The slowest twentieth is to be of more than one move.
  const moves = quick ? 6 : 100
  const steps: ((town: ScreenTown, moves: number, say: Say) => Promise<Figures>)[] = [
    inEditor,
    inTerra,
    onBarePage,
  ]
  const found: Figures = { gridsOnScreen: town.polygons.length }
  try {
    Object.assign(found, await opening(town, quick ? 1 : 3, say).catch(failed('opening', say)))
    for (const step of steps) Object.assign(found, await step(town, moves, say).catch(failed(step.name, say)))
  } finally {
    await town.close()
  }
  const { dragToPixelP95Ms: ours, terraDragP95Ms: terra, bareDragToPixelP95Ms: bare } = found
  return {
    ...found,
    ...(ours && terra ? { dragVsTerraDraw: round(terra / ours, 2) } : {}),
    ...(ours && bare ? { dragVsBarePage: round(ours / bare, 2) } : {}),
  }
}

const failed = (what: string, say: Say) => (error: unknown) => {
  say(`screen, ${what} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  return {}
}

async function opening(town: ScreenTown, rounds: number, say: Say): Promise<Figures> {
  say('screen: opening the editor')
  const opened: number[] = []
  for (let i = 0; i < rounds; i++) {
    const page = await pageOf(town)
    opened.push(await openEditor(page, town))
    await page.context().close()
  }
  say(`opened in ${told(opened)} ms`)
  return { openTownSeconds: round(percentile(opened, 0.5) / 1000, 2) }
}

async function inEditor(town: ScreenTown, moves: number, say: Say): Promise<Figures> {
  say('screen: dragging a corner of four grids')
  const page = await pageOf(town)
  await openEditor(page, town)
  await lookAtAll(page, town)
  await page.waitForTimeout(2000)
  const corner = await placeOf(page, town.corner)
  const frames = await frameTimes(page)
  const watched = await dragWatched(page, { corner, moves, say })
  await page.context().close()
  return {
    frameP50Ms: round(percentile(frames, 0.5)),
    ...{ dragToPixelP50Ms: watched.p50, dragToPixelP95Ms: watched.p95, dragMoves: watched.moves },
    ...{ dragToNextFrameP50Ms: watched.nextP50, dragToNextFrameP95Ms: watched.nextP95 },
    ...(watched.late > 0 ? { capMs: CAP_MS, late: watched.late } : {}),
  }
}

async function inTerra(town: ScreenTown, moves: number, say: Say): Promise<Figures> {
  // Each takes it seconds.
  const few = Math.min(moves, 12)
  say(`screen: the same in terra-draw, ${few} moves, none waited for longer than ${CAP_MS} ms`)
  const page = await pageOf(town)
  await lookAtAll(page, town)
  await page.locator(`a[href*="/${town.code}/grid"]`).first().click()
  await page.waitForTimeout(4000)
  await lookAtAll(page, town)
  const terraGrids = await withTerra(page, town.polygons, town.middle)
  await page.waitForTimeout(3000)
  const corner = await placeOf(page, town.corner)
  const { p50, p95, moves: terraMoves, late } = await dragWatched(page, { corner, moves: few, say })
  await page.context().close()
  const lateOnes: Figures = late > 0 ? { capMs: CAP_MS, terraLate: late } : {}
  return { terraGrids, terraMoves, terraDragP50Ms: p50, terraDragP95Ms: p95, ...lateOnes }
}

async function onBarePage(town: ScreenTown, moves: number, say: Say): Promise<Figures> {
  say('screen: one line on a bare page')
  const page = await emptyPage(town)
  await page.setContent(BARE_PAGE)
  await page.waitForTimeout(500)
  const corner = { x: 960, y: 540 }
  const { p50, p95, nextP50, nextP95 } = await dragWatched(page, { corner, moves, say })
  await page.context().close()
  return {
    ...{ bareDragToPixelP50Ms: p50, bareDragToPixelP95Ms: p95 },
    ...{ bareDragToNextFrameP50Ms: nextP50, bareDragToNextFrameP95Ms: nextP95 },
  }
}

/** @throws Error when no picture of the screen showed the drag */
async function dragWatched(page: Page, { corner, moves, say }: { corner: Place; moves: number; say: Say }) {
  const { times, nextTimes, late, seen } = await drag(page, corner, moves)
  say(`moves ${told(times)} ms`)
  if (seen === 0) throw new Error('no drag was seen on the screen')
  return {
    p50: round(percentile(times, 0.5)),
    p95: round(percentile(times, 0.95)),
    nextP50: round(percentile(nextTimes, 0.5)),
    nextP95: round(percentile(nextTimes, 0.95)),
    moves: times.length,
    late,
  }
}

/** From the press on the grids of the rail until the boundaries to edit stand in a drawn frame, in milliseconds. */
async function openEditor(page: Page, town: ScreenTown): Promise<number> {
  await lookAtAll(page, town)
  const corners = town.polygons.flatMap(({ coordinates }) => coordinates[0]?.slice(0, 1) ?? [])
  await page.evaluate(watchEditor, {
    path: `/${town.code}/grid`,
    corners: corners.filter((_, i) => i % 97 === 0),
  })
  await page.waitForFunction(() => window.benchShownAt !== undefined, undefined, { timeout: 60_000 })
  const ms = await page.evaluate(() => (window.benchShownAt ?? 0) - (window.benchOpenAt ?? 0))
  await page.waitForTimeout(3000)
  return ms
}

/** Runs in the page: goes to the grids, opens the editor as soon as it can be, and notes the frame after its boundaries. */
function watchEditor({ path, corners }: { path: string; corners: LngLat[] }) {
  delete window.benchShownAt
  let isOpening = false
  const map = window.__map?.map
  // The sheet over all of the map is the first one.
  const plain = () =>
    [...(map?.getCanvasContainer().querySelectorAll('canvas') ?? [])].find(
      canvas => canvas !== map?.getCanvas() && canvas.clientWidth > 0,
    )
  // Read back at once: each reading of a sheet takes some 85 ms, which are the meter's and not the page's.
  const isDrawn = () => {
    const sheet = plain()
    const read = sheet?.getContext('2d')?.getImageData(0, 0, sheet.width, sheet.height)
    if (!sheet || !read) return false
    const isInk = (x: number, y: number) => (read.data[(y * read.width + x) * 4 + 3] ?? 0) > 0
    return corners.every(corner => {
      const { x, y } = map?.project(corner) ?? { x: 0, y: 0 }
      const around = [-2, -1, 0, 1].map(by => Math.round(x) + by)
      return [-2, -1, 0, 1].some(by => around.some(column => isInk(column, Math.round(y) + by)))
    })
  }
  const look = () => {
    const edit = [...document.querySelectorAll('button')].find(button => /调整边界/.test(button.textContent))
    if (!isOpening && edit && !edit.disabled) {
      edit.click()
      isOpening = true
    }
    // What stands at the start of a frame was painted in the one before. The tools are there as well.
    const startedAt = performance.now()
    if (isOpening && document.querySelector('[role=toolbar][aria-orientation=vertical]') && isDrawn()) {
      window.benchShownAt = startedAt
      return
    }
    requestAnimationFrame(look)
  }
  window.benchOpenAt = performance.now()
  document.querySelector<HTMLAnchorElement>(`a[href*="${path}"]`)?.click()
  requestAnimationFrame(look)
}
