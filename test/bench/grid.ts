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

/** What each part is asked for; a part that fails leaves them null. */
const asked = {
  coverage: ['operationP95Ms', 'randomOperations', 'areaDrift', 'validateVsPostgis'],
  publish: ['publish500Seconds'],
  screen: ['openTownSeconds', 'dragToPixelP95Ms', 'dragVsTerraDraw'],
  mutants: ['mutantFiles', 'mutantCrashes'],
}
type Part = keyof typeof asked
const isPart = (name: string): name is Part => Object.hasOwn(asked, name)
const parts = Object.keys(asked).filter(isPart)

const round = (value: number, digits = 2) => Math.round(value * 10 ** digits) / 10 ** digits

/** Boundaries of 200,000 unit cells in 7,600 villages, each figure of this run; then ruined files of boundaries. */
export async function grid(options: Options): Promise<Record<string, unknown>> {
  const { quick, say, only } = options
  const unknown = only.find(part => !isPart(part))
  if (unknown !== undefined) throw new Error(`there is no part ${unknown}: ${parts.join(', ')}`)
  const size = quick ? { columns: 100, rows: 80, villagesAcross: 19, villagesDown: 16 } : wholeBoard
  const board = async <Found>(measure: (made: ReturnType<typeof makeWhole>) => Promise<Found>) => {
    say(`a coverage of ${size.columns * size.rows} cells`)
    return measure(makeWhole(size))
  }
  const measures: Record<Part, () => Promise<object>> = {
    coverage: () => board(made => measureCoverage(made, { quick, say, size })),
    publish: () => board(made => measurePublish(made.coverage, { say })),
    screen: () => measureScreen(options),
    mutants: () => gridMutants(options),
  }
  const figures: Record<string, unknown> = {}
  for (const part of parts) {
    if (only.length > 0 && !only.includes(part)) continue
    const began = performance.now()
    const lacking = Object.fromEntries(asked[part].map(key => [key, null]))
    Object.assign(figures, lacking, await measures[part]().catch(failedIn(part, say)))
    say(`${part}: ${Math.round((performance.now() - began) / 1000)} s`)
  }
  return figures
}

/** The other parts go on; why this one did not stands on standard error. */
const failedIn = (part: Part, say: Options['say']) => (error: unknown) => {
  say(`${part} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  return {}
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
