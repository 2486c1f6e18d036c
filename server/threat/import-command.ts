import { askServer } from '../ask-server.ts'
import { administratorContext, findServer } from '../control.ts'
import type { Database } from '../database/open.ts'
import { importTerrain, type TerrainOrder, type TerrainSummary } from './import-terrain.ts'

interface Options {
  dataDirectory: string
  open(): Promise<Database>
}

/** `npm run import -- terrain`: asks the running server, or works alone on the database. */
export async function importTerrainBy(order: TerrainOrder, options: Options): Promise<void> {
  const server = await findServer(options.dataDirectory)
  report(
    server
      ? await askServer<TerrainSummary>(server, '/control/import-terrain', { order })
      : await alone(order, options),
  )
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
