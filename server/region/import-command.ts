import { askServer, interruption } from '../ask-server.ts'
import { administratorContext, findServer } from '../control.ts'
import type { Database } from '../database/open.ts'
import type { Words } from '../errors.ts'
import type { Settings } from '../settings.ts'
import { sweepSets } from './cell-sets.ts'
import { type CellsInput, type CellsSummary, importCells } from './import-cells.ts'

interface Surroundings {
  settings: Settings
  open(): Promise<Database>
  progress(step: string, share: number): void
}

/**
 * Brings in a region's cells for the command line: a PostgreSQL directly, whoever else is on it; an embedded database
 * that a server has open through that server.
 */
export async function importCellsBy(order: Required<CellsInput>, around: Surroundings): Promise<void> {
  const { settings } = around
  const server = settings.databaseUrl ? null : await findServer(settings.dataDirectory)
  const asked = { order, signal: interruption(), progress: around.progress }
  report(
    server
      ? await askServer<CellsSummary>(server, '/control/import-cells', asked)
      : await alone(asked, around),
  )
}

interface Asked {
  order: Required<CellsInput>
  signal: AbortSignal
}

async function alone({ order, signal }: Asked, { open, progress }: Surroundings): Promise<CellsSummary> {
  const database = await open()
  try {
    if (database.kind === 'embedded') await sweepSets(database.sql)
    const options = { kind: database.kind, progress, signal }
    return await importCells(await administratorContext(database.sql), order, options)
  } finally {
    await database.close()
  }
}

const both = ({ zh, en }: Words) => `${zh} / ${en}`

function report({ cells, replaced, refused, problems, seconds }: CellsSummary): void {
  process.stdout.write(`\n  单元网格 unit cells: ${cells}（${seconds} s）\n`)
  if (replaced > 0) process.stdout.write(`  取代 replaced: ${replaced}\n`)
  if (refused > 0) process.stdout.write(`  未导入的行 rows left out: ${refused}\n`)
  for (const { row, message } of problems) process.stdout.write(`    ${row}: ${both(message)}\n`)
}
