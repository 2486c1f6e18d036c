import { administratorContext, findServer } from '../control.ts'
import type { Database } from '../database/open.ts'
import type { Words } from '../errors.ts'
import { importTerrain, type TerrainOrder, type TerrainSummary } from './import-terrain.ts'

interface Options {
  dataDirectory: string
  open(): Promise<Database>
}

/** `npm run import -- terrain`: asks the running server, or works alone on the database. */
export async function importTerrainBy(order: TerrainOrder, options: Options): Promise<void> {
  const server = await findServer(options.dataDirectory)
  report(server ? await ask(server, order) : await alone(order, options))
}

async function ask(server: { url: string; token: string }, order: TerrainOrder): Promise<TerrainSummary> {
  const answer = await fetch(`${server.url}/control/import-terrain`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${server.token}` },
    body: JSON.stringify(order),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(text)
  for (const line of text.split('\n').filter(each => each !== '')) {
    const { summary, error }: { summary?: TerrainSummary; error?: Words } = JSON.parse(line)
    if (summary) return summary
    if (error) throw new Error(`${error.zh} / ${error.en}`)
  }
  throw new Error('服务器中断了连接 / the server closed the connection')
}

async function alone(order: TerrainOrder, { dataDirectory, open }: Options): Promise<TerrainSummary> {
  const database = await open()
  try {
    return await importTerrain(await administratorContext(database.sql), order, { dataDirectory })
  } finally {
    await database.close()
  }
}

const report = ({ name, code, tile, arcSeconds, voids }: TerrainSummary): void => {
  process.stdout.write(
    `\n${name}（${code}）\n  地形 terrain: ${tile}, ${arcSeconds}″\n  空值 voids: ${voids}\n`,
  )
}
