// Fresh servers with the demo town for the journeys, one for each lane: ports and data directories of their own.
import { readdirSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { root, type ServerProcess, startServer } from './server-process.ts'

/** Journeys of one lane follow each other on one server, always in the same order; the two run side by side. */
export const lanes = ['grids', 'desks'] as const

/** Boundaries and what waits for few pictures here, about half of the whole; every other journey is at a desk. */
const grids = ['drafts', 'field', 'grid', 'import', 'language', 'tools']
const laneOf = (file: string) => (grids.includes(basename(file, '.journey.ts')) ? 'grids' : 'desks')

/** Each journey file is in one lane. */
export const filesOf = (lane: string) =>
  readdirSync(join(root, 'test')).filter(file => file.endsWith('.journey.ts') && laneOf(file) === lane)

/** What a journey knows of the server of its lane. */
export interface JourneyServer {
  url: string
  /** The directory that commands beside the running server use. */
  data: string
  /** The administrator's link, which only the terminal is told. */
  link: string
}

const variable = 'JOURNEY_SERVERS'

/** @throws Error outside of a run of the journeys */
export function serverOf(lane: string): JourneyServer {
  const servers: Record<string, JourneyServer> = JSON.parse(process.env[variable] ?? '{}')
  const server = servers[lane]
  if (!server) throw new Error(`no server was started for the lane ${lane}`)
  return server
}

/** The lanes of the journeys that are named, or all. */
function wanted(): string[] {
  const names = (process.env.JOURNEY_NAMES ?? '').split(' ').filter(Boolean)
  const isNamed = (file: string) => names.length === 0 || names.some(name => file.includes(name))
  return lanes.filter(lane => filesOf(lane).some(isNamed))
}

/** Said a moment after the server is ready. */
async function linkOf({ said }: ServerProcess): Promise<string> {
  for (let tries = 0; tries < 600; tries++) {
    const [link] = /https?:\/\/\S+\/sign-in\?key=\S+/.exec(said()) ?? []
    if (link) return link
    await pause(100)
  }
  throw new Error(`the server told no administrator's link: ${said()}`)
}

/** Playwright calls this before the journeys and what it answers after them. */
export default async function startServers(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'sisetu-journeys-'))
  const running: ServerProcess[] = []
  const stop = async () => {
    await Promise.all(running.map(server => server.stop()))
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
  try {
    // The town is founded once; the directory of a server that has ended can be copied.
    const founded = join(folder, 'founded')
    await (await startServer(founded)).stop()
    const starting = wanted().map(async lane => {
      const data = join(folder, lane)
      await cp(founded, data, { recursive: true, preserveTimestamps: true })
      const server = await startServer(data)
      running.push(server)
      return [lane, { url: server.url, data, link: await linkOf(server) } satisfies JourneyServer]
    })
    process.env[variable] = JSON.stringify(Object.fromEntries(await Promise.all(starting)))
  } catch (error) {
    await stop()
    throw error
  }
  return async () => {
    const results = join(root, 'test-results')
    await mkdir(results, { recursive: true })
    const said = running.map(server => `${server.url}\n${server.said()}`).join('\n')
    await writeFile(join(results, 'journey-servers.log'), said)
    await stop()
  }
}
