import type { Page } from '@playwright/test'
import { percentile } from '../server-process.ts'

interface SwipeFrame {
  /** JavaScript of the page's main thread: the key, what follows from it, and drawing. Milliseconds. */
  js: number
  /** From the key until the picture is there. Milliseconds. */
  whole: number
}

/** Two maps across a line that is moved by a fiftieth of the view at a time; the page shows the risk workspace. */
export async function measureSwipe(page: Page): Promise<Record<string, number>> {
  const address = new URL(page.url())
  address.search = '?section=editions'
  await page.goto(address.href)
  await page
    .getByRole('radio', { name: '对比' })
    .or(page.getByText('对比', { exact: true }))
    .first()
    .click()
  await page.getByText('卷帘', { exact: true }).first().click()
  await page.getByRole('slider').first().waitFor()
  await page.waitForFunction(() => window.__map?.map.loaded() === true)
  const frames = await page.evaluate(swipeFrames)
  const round = (value: number) => Math.round(value * 10) / 10
  return {
    swipeFrameMs: round(
      percentile(
        frames.map(({ whole }) => whole),
        0.95,
      ),
    ),
    swipeJsMs: round(
      percentile(
        frames.map(({ js }) => js),
        0.95,
      ),
    ),
  }
}

/** Runs in the page: what each step of the line costs. */
async function swipeFrames(): Promise<SwipeFrame[]> {
  const line = document.querySelector<HTMLElement>('.swipe [role=slider]')
  const gl = window.__map?.map.getCanvas().getContext('webgl2')
  if (!line || !gl) throw new Error('the page has no line to swipe')
  const ask = window.requestAnimationFrame.bind(window)
  let spent = 0
  window.requestAnimationFrame = work =>
    ask(now => {
      const began = performance.now()
      work(now)
      spent += performance.now() - began
    })
  const step = async (key: string): Promise<SwipeFrame> => {
    const began = performance.now()
    line.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    // What follows from the key is done in microtasks.
    await Promise.resolve()
    await new Promise<void>(resolve => queueMicrotask(resolve))
    spent = performance.now() - began
    await new Promise(resolve => ask(resolve))
    await new Promise(resolve => ask(resolve))
    // Reading a pixel waits until the picture is there.
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4))
    return { js: spent, whole: performance.now() - began }
  }
  const frames: SwipeFrame[] = []
  // There and back; the first steps warm the engines.
  for (let i = 0; i < 44; i++) {
    const frame = await step(i % 40 < 20 ? 'ArrowRight' : 'ArrowLeft')
    if (i > 3) frames.push(frame)
  }
  window.requestAnimationFrame = ask
  return frames
}
