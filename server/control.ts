import { timingSafeEqual } from 'node:crypto'
import { chmod, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Hono, type Context as HonoContext } from 'hono'
import { stream } from 'hono/streaming'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { findWorld, personOf } from './account/find.ts'
import { newToken } from './account/password.ts'
import { BoundaryOrder, importFile } from './boundary/import-file.ts'
import type { Context } from './context.ts'
import { Refusal } from './errors.ts'
import { answerProblem } from './problem.ts'
import { importCells } from './region/import-cells.ts'
import { importTown } from './region/import-town.ts'
import { type Served, takes } from './request.ts'
import type { Settings } from './settings.ts'
import { importTerrain, TerrainOrder } from './threat/import-terrain.ts'

/** Where a running server can be asked by the command line of the same user: address and a secret, mode 0600. */
export const Address = z.strictObject({ pid: z.int(), url: z.string(), token: z.string() })
export type Address = z.infer<typeof Address>

const fileOf = (dataDirectory: string) => join(dataDirectory, 'server.json')

export interface Control {
  token: string
  publish(url: string): Promise<void>
}

export async function writeAddress({ dataDirectory }: Settings): Promise<Control> {
  const token = newToken()
  return {
    token,
    publish: async url => {
      const address: Address = { pid: process.pid, url, token }
      await writeFile(fileOf(dataDirectory), JSON.stringify(address), { mode: 0o600 })
      await chmod(fileOf(dataDirectory), 0o600)
    },
  }
}

export const dropAddress = ({ dataDirectory }: Settings) => rm(fileOf(dataDirectory), { force: true })

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The running server on this data directory, or null when none is alive. */
export async function findServer(dataDirectory: string): Promise<Address | null> {
  const text = await readFile(fileOf(dataDirectory), 'utf8').catch(() => null)
  const parsed = text === null ? null : Address.safeParse(jsonOf(text))
  if (!parsed?.success) return null
  // A file that a killed server left names an address where nobody, or somebody else, answers.
  const alive = await fetch(`${parsed.data.url}/healthz`, { signal: AbortSignal.timeout(5000) }).catch(
    () => null,
  )
  return alive?.ok ? parsed.data : null
}

export const ImportOrder = z.strictObject({
  path: z.string().min(1).max(4000),
  name: z.string().trim().min(1).max(80),
  nameEn: z.string().trim().max(80).default(''),
  code: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/)
    .optional(),
})

export const CellsOrder = z.strictObject({
  path: z.string().min(1).max(4000),
  town: z.string().min(1).max(40),
  replace: z.boolean().default(false),
  keepGood: z.boolean().default(false),
})

interface ControlParts {
  sql: Sql
  kind: 'postgres' | 'embedded'
  /** Embedded only: writes a dump and answers its path. */
  dump: () => Promise<string | undefined>
  dataDirectory: string
  control: Control
}

/** What the command line asks of a running server. One JSON line a step; the last one is the summary. */
export function controlRoutes({ sql, kind, dump, dataDirectory, control }: ControlParts) {
  const app = new Hono<Served>()
  app.onError(answerProblem)
  app.use('/control/*', async (c, next) => {
    const given = Buffer.from(c.req.header('authorization') ?? '')
    const wanted = Buffer.from(`Bearer ${control.token}`)
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
      throw new Refusal('unauthenticated', { zh: '令牌不对', en: 'Wrong token' })
    }
    await next()
  })
  app.post('/control/dump', async c => {
    const path = await dump()
    if (path !== undefined) return c.json({ path })
    throw new Refusal('conflict', {
      zh: '服务器使用 PostgreSQL；请以同一个 DATABASE_URL 运行备份',
      en: 'The server uses PostgreSQL; run the backup with the same DATABASE_URL',
    })
  })
  app.post('/control/import-town', takes('json', ImportOrder), c => {
    const { code, ...input } = c.req.valid('json')
    return told(c, async (signal, progress) =>
      importTown(
        await administratorContext(sql),
        { ...input, ...(code === undefined ? {} : { code }) },
        { dataDirectory, signal, progress },
      ),
    )
  })
  app.post('/control/import-terrain', takes('json', TerrainOrder), c =>
    told(c, async () =>
      importTerrain(await administratorContext(sql), c.req.valid('json'), { dataDirectory }),
    ),
  )
  app.post('/control/import-boundaries', takes('json', BoundaryOrder), async c => {
    const context = await administratorContext(sql)
    return c.json(await importFile(context, c.req.valid('json'), { dataDirectory }))
  })
  app.post('/control/import-cells', takes('json', CellsOrder), c =>
    told(c, async (signal, progress) =>
      importCells(await administratorContext(sql), c.req.valid('json'), { kind, signal, progress }),
    ),
  )
  return app
}

type Work = (signal: AbortSignal, progress: (step: string, share: number) => void) => Promise<object>

/** Answers one JSON line a step; the last one is the summary or says what went wrong. */
function told(c: HonoContext<Served>, work: Work): Response {
  const abort = new AbortController()
  return stream(c, async out => {
    out.onAbort(() => abort.abort(new Error('interrupted')))
    const line = (value: object) => out.write(`${JSON.stringify(value)}\n`)
    // A long silence, as while tiles of a province are built, would be taken for a broken connection.
    const beat = setInterval(() => void line({}), 15_000)
    try {
      await line({ summary: await work(abort.signal, (step, share) => void line({ step, share })) })
    } catch (error) {
      await line({
        error: error instanceof Refusal ? error.words : { zh: '导入失败', en: messageOf(error) },
        ...(error instanceof Refusal ? { rows: error.errors } : {}),
      })
    } finally {
      clearInterval(beat)
    }
  })
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** The command line acts as the administrator of this machine's installation. */
export async function administratorContext(sql: Sql): Promise<Context> {
  const [row] = await sql<Parameters<typeof personOf>[0][]>`
    insert into people (login, name, title, roles) values ('administrator', '系统管理员', '管理员', array['administrator'])
    on conflict (login) do update set active = true
    returning id, name, title, login, roles, town_ids, responder_id`
  if (!row) throw new Error('the administrator could not be made')
  return {
    sql,
    actor: personOf(row),
    world: await findWorld(sql, 0),
    language: 'zh',
    request: 'command-line',
  }
}
