import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { getRequestListener } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { chromium } from '@playwright/test'
import { Hono } from 'hono'
import { build } from 'vite'
import { shared } from '../../server/risk/cells.ts'
import { RiskField } from '../../server/risk/field.ts'
import { packedCells } from '../../server/risk/packed.ts'
import { buildParts } from '../../server/risk/parts.ts'
import { noRows } from '../../server/risk/settings.ts'
import { emptyTable } from '../../server/risk/sources.ts'
import { type MillionCells, makeCells, makeSources, millionBounds } from './million.ts'
import { paintedLevels } from './painted-levels.ts'

interface Options {
  quick: boolean
  say(text: string): void
}

/** From opening the page to the drawn cells, features made ready included; so that the part ends within minutes. */
const limitsMs = { ours: 60_000, deck: 150_000, libre: 75_000 }
const rounded = (value: number | undefined) => (value === undefined ? null : Math.round(value * 100) / 100)

const ways = ['ours', 'deck', 'libre'] as const
type Way = (typeof ways)[number]

/**
 * First draw of all cells in Chromium, with the whole county in view: ours from the bytes that a server sends, against
 * deck.gl's GeoJsonLayer and MapLibre's fill with feature-state from features that are in memory already.
 */
export async function measureBrowser({ quick, say }: Options): Promise<Record<string, unknown>> {
  const count = quick ? 100_000 : 1_000_000
  const directory = await mkdtemp(join(tmpdir(), 'sisetu-browser-'))
  try {
    say('browser: building the page')
    await build({
      root: join(import.meta.dirname, 'browser'),
      configFile: false,
      logLevel: 'error',
      worker: { format: 'es' },
      build: { outDir: directory, emptyOutDir: true, target: 'esnext' },
    })
    say(`browser: ${count} cells`)
    const cells = makeCells(count)
    const levels = paintedLevels(cells, makeSources(count / 10, count))
    const packed = await packedCells(fieldOf(cells))
    const app = pageOf({ directory, cells, levels, index: packed.gzipped })
    const figures: Record<string, unknown> = { browserCells: count, indexBytes: packed.gzipped.byteLength }
    const draws = new Map<Way, number>()
    for (const way of ways) {
      say(`browser: ${way}`)
      const started = performance.now()
      const drawn = await inChromium(app, way, count).catch((error: Error) => {
        const seconds = Math.round((performance.now() - started) / 1000)
        const end = `${error.message.includes('crashed') ? 'crashed' : 'not drawn'} after ${seconds} s`
        say(`browser: ${way} ${end}`)
        figures[`${way}End`] = end
        return null
      })
      if (drawn) draws.set(way, drawn.firstDrawMs)
      figures[`${way}FirstDrawMs`] = drawn && Math.round(drawn.firstDrawMs)
      figures[`${way}HeapMb`] = drawn && Math.round(drawn.heapBytes / 1e6)
      // What the peers put off to later frames is not in theirs, so only ours is told.
      if (drawn && way === 'ours') {
        figures.repaintJsMs = rounded(drawn.repaintMs)
        figures.fewRepaintJsMs = rounded(drawn.fewRepaintMs)
        figures.countJsMs = rounded(drawn.countMs)
      }
    }
    // A peer that did not get there is worth its limit: it would have taken longer.
    const best = Math.min(...(['deck', 'libre'] as const).map(way => draws.get(way) ?? limitsMs[way]))
    const own = draws.get('ours')
    return {
      ...figures,
      libreLimitSeconds: limitsMs.libre / 1000,
      firstDrawVsBestPeer: own === undefined ? null : rounded(best / own),
      heapMb: figures.oursHeapMb,
      levelsBytes: gzipSync(levels).byteLength,
      browserBusy: Math.round((loadavg()[0] ?? 0) * 10) / 10,
    }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** A field of these cells without sources: only its outlines are asked for. */
function fieldOf({ count, start, xy }: MillionCells): RiskField {
  const ringStart = shared(Uint32Array, count + 1)
  const positions = shared(Int32Array, xy.length + count * 2)
  for (let cell = 0; cell < count; cell++) {
    const [from, to] = [(start[cell] ?? 0) * 2, (start[cell + 1] ?? 0) * 2]
    const at = from + cell * 2
    ringStart[cell] = at / 2
    positions.set(xy.subarray(from, to), at)
    positions.set(xy.subarray(from, from + 2), at + to - from)
  }
  ringStart[count] = positions.length / 2
  const outlines = { size: count, positions, ringStart, people: shared(Int32Array, count) }
  return new RiskField(1, { parts: buildParts({ outlines, sources: emptyTable(0), rows: noRows }) })
}

interface Page {
  directory: string
  cells: MillionCells
  levels: Uint8Array
  index: Uint8Array<ArrayBuffer>
}

function pageOf({ directory, cells, levels, index }: Page): Hono {
  const raw = (array: ArrayBufferView) =>
    new Uint8Array(array.buffer as ArrayBuffer, array.byteOffset, array.byteLength)
  const zipped = new Uint8Array(gzipSync(levels))
  return new Hono()
    .get('/cells.bin', c => c.body(index, 200, { 'content-encoding': 'gzip' }))
    .get('/levels.bin', c => c.body(zipped, 200, { 'content-encoding': 'gzip' }))
    .get('/start.bin', c => c.body(raw(cells.start)))
    .get('/xy.bin', c => c.body(raw(cells.xy)))
    .get('/cells.geojson', c => c.body(geoJsonOf(cells)))
    .use('*', serveStatic({ root: directory }))
}

const batch = 20_000

/** All cells as features, a batch at a time. */
function geoJsonOf(cells: MillionCells): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let next = 0
  return new ReadableStream({
    start: stream => stream.enqueue(encoder.encode('{"type":"FeatureCollection","features":[')),
    pull(stream) {
      const end = Math.min(cells.count, next + batch)
      const lines = Array.from({ length: end - next }, (_, i) => featureOf(cells, next + i)).join(',')
      stream.enqueue(encoder.encode(`${next > 0 ? ',' : ''}${lines}${end === cells.count ? ']}' : ''}`))
      next = end
      if (end === cells.count) stream.close()
    },
  })
}

function featureOf({ start, xy }: MillionCells, id: number): string {
  const from = start[id] ?? 0
  const to = start[id + 1] ?? from
  const ring = Array.from({ length: to - from + 1 }, (_, i) => {
    const at = from + (i % (to - from))
    return `[${(xy[at * 2] ?? 0) / 1e7},${(xy[at * 2 + 1] ?? 0) / 1e7}]`
  }).join(',')
  return `{"type":"Feature","id":${id},"properties":{},"geometry":{"type":"Polygon","coordinates":[[${ring}]]}}`
}

const flags = ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader']
const quiet = ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-sync']

async function inChromium(app: Hono, way: Way, count: number) {
  const server = createServer(getRequestListener(app.fetch))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: [...flags, ...quiet] })
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    page.setDefaultTimeout(limitsMs[way])
    await page.goto(`http://127.0.0.1:${port}/index.html`)
    await page.waitForFunction(() => 'draw' in window)
    const bounds = millionBounds(count)
    const drawn = await within(
      limitsMs[way],
      page.evaluate(([own, box]) => window.draw(own, box), [way, bounds] as const),
    )
    const picture = process.env.SISETU_BENCH_PICTURES
    if (picture) await page.screenshot({ path: join(picture, `${way}.png`) })
    const session = await page.context().newCDPSession(page)
    await session.send('HeapProfiler.collectGarbage')
    const usage: { usedSize: number; backingStorageSize?: number; embedderHeapUsedSize?: number } =
      await session.send('Runtime.getHeapUsage')
    return { ...drawn, heapBytes: usage.usedSize + (usage.backingStorageSize ?? 0) }
  } finally {
    await browser.close()
    server.close()
    server.closeAllConnections()
  }
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not drawn within ${ms / 1000} s`)), ms)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
