import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mutantOf, soundFiles } from '../../server/boundary/test-mutants.ts'
import { type ServerProcess, startServer } from '../server-process.ts'

interface Options {
  quick: boolean
  say(text: string): void
}

const longestMs = 2000
const between = 500
/** Fewer than may wait for the thread, so that none is turned away as one too many. */
const atOnce = 4

/**
 * Uploads ruined files of every format to a running server, some at once. A crash is an answer of 500 or above, no
 * answer, or one that takes longer than two seconds; in between the database is asked whether it still answers.
 */
export async function gridMutants({ quick, say }: Options) {
  const data = await mkdtemp(join(tmpdir(), 'sisetu-mutants-'))
  const mutantFiles = quick ? between : 10_000
  const server = await startServer(data)
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce })
  try {
    const upload = await uploader(server, agent)
    const files = await soundFiles()
    // The thread starts with the first file, which is no ruined one's doing.
    await upload(files[0] ?? Buffer.alloc(0))
    const statuses: Record<string, number> = {}
    let [next, mutantCrashes, slowestMs] = [0, 0, 0]
    const began = performance.now()
    const sendOn = async () => {
      for (let seed = next++; seed < mutantFiles; seed = next++) {
        const file = mutantOf(files, seed)
        const asked = performance.now()
        const status = await upload(file)
        const ms = performance.now() - asked
        statuses[status] = (statuses[status] ?? 0) + 1
        slowestMs = Math.max(slowestMs, ms)
        if (status === 0 || status === 429 || status >= 500 || ms > longestMs) {
          mutantCrashes += 1
          say(`file ${seed} of ${file.length} bytes: ${status} in ${Math.round(ms)} ms`)
        }
        if (seed % between === between - 1) say(`${seed + 1} files, database ${await state(server)}`)
      }
    }
    await Promise.all(Array.from({ length: atOnce }, sendOn))
    const mutantSeconds = Math.round((performance.now() - began) / 1000)
    return {
      mutantFiles,
      mutantCrashes,
      mutantSeconds,
      mutantSlowestMs: Math.round(slowestMs),
      mutantDatabase: await state(server),
      mutantStatuses: statuses,
    }
  } finally {
    agent.destroy()
    await server.stop()
    await rm(data, { recursive: true, force: true })
  }
}

/** Sends a file and answers the status; 0 when the connection broke or nothing came within a minute. */
async function uploader({ url }: ServerProcess, agent: Agent): Promise<(file: Buffer) => Promise<number>> {
  const headers = { 'content-type': 'application/json' }
  const session = await fetch(`${url}/api/session/demo`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ role: 'grid-manager' }),
  })
  const cookie = session.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const towns: { id: number }[] = await (await fetch(`${url}/api/towns`, { headers: { cookie } })).json()
  const address = `${url}/api/boundary-imports?town=${towns[0]?.id}&name=mutant`
  return file =>
    new Promise(resolve => {
      const sending = {
        method: 'POST',
        agent,
        timeout: 60_000,
        headers: { cookie, 'content-length': file.length },
      }
      const sent = request(address, sending, answer => {
        answer.resume()
        answer.on('end', () => resolve(answer.statusCode ?? 0)).on('error', () => resolve(0))
      })
      sent.on('timeout', () => sent.destroy()).on('error', () => resolve(0))
      sent.end(file)
    })
}

const state = async ({ url }: ServerProcess): Promise<string> =>
  (await fetch(`${url}/readyz`).catch(() => null))?.ok ? 'answers' : 'is away'
