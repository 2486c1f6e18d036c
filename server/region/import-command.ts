import { type Address, administratorContext, findServer } from '../control.ts'
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
  const abort = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () =>
      abort.abort(new Error('中断，未留下任何内容 / interrupted, nothing was left behind')),
    )
  }
  const server = settings.databaseUrl ? null : await findServer(settings.dataDirectory)
  const asked = { order, signal: abort.signal }
  const summary = server ? await askServer(server, asked, around) : await alone(asked, around)
  report(summary)
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

interface Told {
  step?: string
  share?: number
  summary?: CellsSummary
  error?: Words
  rows?: { message: Words }[]
}

async function askServer(
  { url, token }: Address,
  { order, signal }: Asked,
  { progress }: Surroundings,
): Promise<CellsSummary> {
  const answer = await fetch(`${url}/control/import-cells`, {
    method: 'POST',
    signal,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(order),
  })
  if (!answer.ok || !answer.body) throw new Error(await answer.text())
  let rest = ''
  const decoder = new TextDecoder()
  for await (const chunk of answer.body) {
    rest += decoder.decode(chunk, { stream: true })
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const { step, share = 0, summary, error, rows = [] }: Told = JSON.parse(line)
      if (summary) return summary
      if (error) throw new Error([error, ...rows.map(row => row.message)].map(both).join('\n  '))
      if (step) progress(step, share)
    }
  }
  throw new Error('服务器中断了连接 / the server closed the connection')
}

const both = ({ zh, en }: Words) => `${zh} / ${en}`

function report({ cells, replaced, refused, problems, seconds }: CellsSummary): void {
  process.stdout.write(`\n  单元网格 unit cells: ${cells}（${seconds} s）\n`)
  if (replaced > 0) process.stdout.write(`  取代 replaced: ${replaced}\n`)
  if (refused > 0) process.stdout.write(`  未导入的行 rows left out: ${refused}\n`)
  for (const { row, message } of problems) process.stdout.write(`    ${row}: ${both(message)}\n`)
}
