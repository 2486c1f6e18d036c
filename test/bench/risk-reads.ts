import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type { Sql } from 'postgres'
import type { Person } from '../../server/account/account.ts'
import type { Context } from '../../server/context.ts'
import { setEngines } from '../../server/engines.ts'
import { RiskFields } from '../../server/risk/fields.ts'
import { findCellByOrdinal, findSummary } from '../../server/risk/find.ts'
import { root } from '../server-process.ts'
import { cellLine, makeCells } from './million.ts'

const p95 = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? 0

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now()
  await work()
  return performance.now() - began
}

interface Ground {
  sql: Sql
  url: string
  directory: string
  townId: number
  cells: number
  rounds: number
  say(text: string): void
}

/**
 * Reads of a field as the server makes them: the why-panel alone, and a read every ten milliseconds while a field of
 * all cells loads, while everything is summed and while another process imports cells into the same database.
 */
export async function measureReads(ground: Ground): Promise<Record<string, number>> {
  const { sql, townId, cells, rounds, say } = ground
  const risk = new RiskFields(sql, { cellsHere: 0, url: ground.url })
  setEngines({ risk, roads: async () => null })
  const context = contextOf(sql)
  const why = (i: number, town = townId, of = cells) =>
    findCellByOrdinal(context, { town, ordinal: (i * 104_729) % of, scale: 'live' })
  const either = (i: number) => (i % 2 === 0 ? findSummary(context, { town: townId, scale: 'live' }) : why(i))
  try {
    say('reads of a small town while the field of the large one loads')
    const small = await smallTown(sql)
    await risk.get(small)
    const began = performance.now()
    const loading = await readWhile(risk.get(townId), i => why(i, small, smallCells))
    const loadSeconds = (performance.now() - began) / 1000
    say('why-panel')
    const alone: number[] = []
    for (let i = 0; i < 20; i++) await why(i)
    for (let i = 0; i < rounds; i++) alone.push(await timed(() => why(i + 20)))
    say('reads while everything is summed')
    const field = await risk.get(townId)
    const summing = await readWhile(
      repeat(5, () => field.recompute()),
      either,
    )
    say('reads while cells are imported')
    const importing = await readWhile(importBeside(ground), either)
    return {
      loadSeconds,
      loadStallMs: loading.stallMs,
      readP95MsDuringLoad: loading.p95Ms,
      whyP95Ms: p95(alone),
      readP95MsDuringRecompute: summing.p95Ms,
      readMaxMsDuringRecompute: summing.maxMs,
      recomputeStallMs: summing.stallMs,
      readsDuringRecompute: summing.reads,
      readP95MsDuringImport: importing.p95Ms,
      readMaxMsDuringImport: importing.maxMs,
      readsDuringImport: importing.reads,
    }
  } finally {
    await risk.close()
  }
}

async function repeat(times: number, work: () => Promise<unknown>): Promise<void> {
  for (let i = 0; i < times; i++) await work()
}

const everyMs = 10

/** Asks something every ten milliseconds while other work runs; each read counts from when it was due, waits included. */
async function readWhile(work: Promise<unknown>, read: (i: number) => Promise<unknown>) {
  let isRunning = true
  const done = work.finally(() => {
    isRunning = false
  })
  const stalls = watchStalls()
  const times: number[] = []
  let due = performance.now()
  for (let i = 0; isRunning; i++) {
    await read(i)
    times.push(performance.now() - due)
    // What comes due while a read is answered waits for it, as in one queue, but no longer than this.
    due = Math.max(due + everyMs, performance.now() - 200)
    await pause(Math.max(0, due - performance.now()))
  }
  await done
  return { p95Ms: p95(times), maxMs: Math.max(...times), reads: times.length, stallMs: stalls() }
}

/** How long the event loop was ever kept from its turn, in milliseconds. */
function watchStalls(): () => number {
  let [last, longest] = [performance.now(), 0]
  const timer = setInterval(() => {
    const now = performance.now()
    longest = Math.max(longest, now - last - 10)
    last = now
  }, 10)
  return () => {
    clearInterval(timer)
    return longest
  }
}

const smallCells = 400

/** A town of some squares far from the large one. */
async function smallTown(sql: Sql): Promise<number> {
  const [town] = await sql<{ id: number }[]>`
    insert into regions (code, name, level, west, south, east, north)
    values ('small', '小镇', 'town', 110, 25, 110.02, 25.02) returning id`
  const id = town?.id ?? 0
  await sql`insert into cells (town_id, ordinal, code, geom, people_day, people_night)
    select ${id}, i, 'S' || i, ST_MakeEnvelope(110 + (i % 20) * 0.001, 25 + (i / 20) * 0.001,
      110.001 + (i % 20) * 0.001, 25.001 + (i / 20) * 0.001, 4326), 0, 0
    from generate_series(0, ${smallCells - 1}) as i`
  return id
}

/** `npm run import -- cells` into a town of its own, in a process of its own, as an administrator runs it. */
async function importBeside({ sql, url, directory, cells }: Ground): Promise<void> {
  const made = makeCells(Math.min(cells, 200_000))
  const file = join(directory, 'cells.geojsonl')
  await pipeline(
    Readable.from(
      (function* () {
        for (let cell = 0; cell < made.count; cell++) yield `${cellLine(made, cell)}\n`
      })(),
    ),
    createWriteStream(file),
  )
  await sql`insert into regions (code, name, level, west, south, east, north)
    values ('imported', '导入', 'county', 120, 30, 121, 31)`
  const args = ['--import', 'tsx', 'server/cli.ts', 'import', 'cells', file, '--town', 'imported']
  await new Promise<void>((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, DATABASE_URL: url, SISETU_DATA: directory },
    })
    let said = ''
    child.stderr.on('data', (text: Buffer) => (said += text))
    child.on('exit', code =>
      code === 0 ? resolve() : reject(new Error(`import ended with ${code}: ${said}`)),
    )
  })
}

const contextOf = (sql: Sql): Context => ({
  sql,
  actor: reader,
  world: { id: 0, kind: 'live', name: '', at: epoch, realAt: epoch, rate: 1, open: true },
  language: 'zh',
  request: 'bench',
})

const epoch = new Date(0).toISOString()

const reader: Person = {
  id: 1,
  name: '测量',
  title: '',
  login: 'bench',
  roles: ['administrator'],
  townIds: null,
  responderId: null,
}
