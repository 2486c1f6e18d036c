import { administratorContext, findServer } from '../control.ts'
import type { Database } from '../database/open.ts'
import type { Settings } from '../settings.ts'
import { aside } from './aside.ts'
import type { BoundaryImport } from './boundary.ts'
import { type BoundaryOrder, importFile } from './import-file.ts'

interface Surroundings {
  settings: Settings
  open(): Promise<Database>
}

/** Through the running server, which holds the embedded database, or alone. */
export async function importBoundariesBy(
  order: BoundaryOrder,
  { settings, open }: Surroundings,
): Promise<void> {
  const server = settings.databaseUrl ? null : await findServer(settings.dataDirectory)
  const made = server ? await askServer(server, order) : await alone(order, settings, open)
  const { fileName, faces, defects, reports } = made
  const lost = reports.filter(({ lostShare }) => lostShare > 0.02).length
  process.stdout.write(
    `\n  ${fileName}\n  网格 grids: ${faces}\n  已处理缺陷 defects mended: ${defects.length}\n` +
      `  面积减少超过 2% 的行 rows that lost more than 2%: ${lost}\n`,
  )
}

async function alone(order: BoundaryOrder, { dataDirectory }: Settings, open: () => Promise<Database>) {
  const database = await open()
  try {
    return await importFile(await administratorContext(database.sql), order, { dataDirectory })
  } finally {
    await aside.close()
    await database.close()
  }
}

async function askServer({ url, token }: { url: string; token: string }, order: BoundaryOrder) {
  const answer = await fetch(`${url}/control/import-boundaries`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(order),
  })
  if (!answer.ok) throw new Error(await answer.text())
  const made: BoundaryImport = await answer.json()
  return made
}
