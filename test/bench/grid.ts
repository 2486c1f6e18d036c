import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { startPostgres } from '../../server/database/own-postgres.ts'
import type { Coverage } from '../../server/grid/rules/coverage.ts'
import { gridMutants } from './grid-mutants.ts'
import { makeWhole, measureOperations, wholeBoard } from './grid-operations.ts'
import { checkInPostgis } from './grid-postgis.ts'
import { measurePublish } from './grid-publish.ts'
import { measureScreen } from './grid-screen.ts'

interface Options {
  quick: boolean
  say(text: string): void
  only: string[]
}

const parts = ['coverage', 'publish', 'screen', 'mutants']

const round = (value: number, digits = 2) => Math.round(value * 10 ** digits) / 10 ** digits

/** Boundaries of 200,000 unit cells in 7,600 villages, each figure of this run; then ruined files of boundaries. */
export async function grid(options: Options): Promise<Record<string, unknown>> {
  const unknown = options.only.find(part => !parts.includes(part))
  if (unknown !== undefined) throw new Error(`there is no part ${unknown}: ${parts.join(', ')}`)
  const isWanted = (part: string) => options.only.length === 0 || options.only.includes(part)
  const figures: Record<string, unknown> = {}
  if (isWanted('coverage') || isWanted('publish')) {
    const { quick, say } = options
    const size = quick ? { columns: 100, rows: 80, villagesAcross: 19, villagesDown: 16 } : wholeBoard
    say(`a coverage of ${size.columns * size.rows} cells`)
    const made = makeWhole(size)
    if (isWanted('coverage')) Object.assign(figures, await measureCoverage(made, { quick, say, size }))
    if (isWanted('publish')) Object.assign(figures, await measurePublish(made.coverage, { say }))
  }
  if (isWanted('screen')) Object.assign(figures, await measureScreen(options))
  if (isWanted('mutants')) Object.assign(figures, await gridMutants(options))
  return figures
}

interface Measuring {
  quick: boolean
  say(text: string): void
  size: typeof wholeBoard
}

async function measureCoverage(
  { coverage, buildSeconds, memoryMb }: ReturnType<typeof makeWhole>,
  { quick, say, size }: Measuring,
): Promise<Record<string, unknown>> {
  say('random edits of every kind, all taken back')
  const { columns, rows } = size
  const edits = measureOperations(coverage, { operations: quick ? 2000 : 10_000, columns, rows })
  say('the whole coverage checked, here and in PostGIS')
  const began = performance.now()
  const report = coverage.check()
  const checkSeconds = (performance.now() - began) / 1000
  const peer = await inPostgis(coverage)
  const peerSeconds = peer.validSeconds + peer.overlapSeconds + peer.gapSeconds
  return {
    faces: columns * rows,
    edges: coverage.size.edges,
    villages: size.villagesAcross * size.villagesDown,
    buildSeconds: round(buildSeconds),
    coverageMb: round(memoryMb, 1),
    arraysMb: round(coverage.size.bytes / 2 ** 20, 1),
    operationP50Ms: round(edits.p50Ms, 3),
    operationP95Ms: round(edits.p95Ms, 3),
    undoP95Ms: round(edits.undoP95Ms, 3),
    operationsByKind: edits.byKind,
    randomOperations: edits.operations,
    operationsDone: edits.done,
    areaDrift: edits.areaDrift,
    undoComesBack: edits.comesBack,
    validateSeconds: round(checkSeconds, 3),
    validateFaults: report.faults.length + report.gaps.length,
    postgisValidSeconds: round(peer.validSeconds),
    postgisOverlapSeconds: round(peer.overlapSeconds),
    postgisGapSeconds: round(peer.gapSeconds),
    postgisFaults: peer.invalid + peer.overlaps + peer.gaps,
    validateVsPostgis: round(peerSeconds / checkSeconds, 1),
  }
}

async function inPostgis(coverage: Coverage) {
  const directory = await mkdtemp(join(tmpdir(), 'sisetu-bench-grid-'))
  const server = await startPostgres({ directory })
  const sql = postgres(server.url, { max: 1, onnotice: () => undefined })
  try {
    await sql`create extension if not exists postgis`
    return await checkInPostgis(sql, coverage)
  } finally {
    await sql.end()
    await server.stop()
    await rm(directory, { recursive: true, force: true })
  }
}
