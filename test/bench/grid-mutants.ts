import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mutantOf, soundFiles } from '../../server/boundary/test-mutants.ts'
import { isReady, percentile, type ServerProcess, startServer } from '../server-process.ts'

interface Options {
  quick: boolean
  say(text: string): void
}

const longestMs = 2000
const between = 500
/** Fewer than may wait for the thread, so that none is turned away as one too many. */
const atOnce = 4

/** One answer to a ruined file: the status, 0 when there was none. */
interface Answer {
  seed: number
  bytes: number
  status: number
  ms: number
}

/**
 * Uploads ruined files of every format to a running server, some at once. A crash is an answer of 500 or above, no
 * answer, or one that takes longer than two seconds; in between the database is asked whether it still answers. On a
 * machine that has other work as well the two seconds are not the server's alone: what is late is told apart.
 */
export async function gridMutants({ quick, say }: Options) {
  const data = await mkdtemp(join(tmpdir(), 'sisetu-mutants-'))
  const mutantFiles = quick ? between : 10_000
  const server = await startServer(data).catch(async (error: unknown) => {
    await rm(data, { recursive: true, force: true })
    throw error
  })
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce })
  try {
    const upload = await uploader(server, agent)
    const files = await soundFiles()
    // The thread starts with the first file, which is no ruined one's doing.
    await upload(files[0] ?? Buffer.alloc(0))
    const answers: Answer[] = []
    let next = 0
    const began = performance.now()
    let timesAway = 0
    const tell = async () => {
      const [count, seconds] = [answers.length, Math.round((performance.now() - began) / 1000)]
      const isThere = await isReady(server.url)
      if (!isThere) timesAway += 1
      const bad = answers.filter(each => isFailed(each) || isLate(each)).length
      say(`${count} of ${mutantFiles} files in ${seconds} s, ${bad} bad, database ${stateOf(isThere)}`)
    }
    const sendOn = async () => {
      for (let seed = next++; seed < mutantFiles; seed = next++) {
        const file = mutantOf(files, seed)
        const asked = performance.now()
        const status = await upload(file)
        const answer = { seed, bytes: file.length, status, ms: performance.now() - asked }
        answers.push(answer)
        // At once, so that a run that is ended early has told of it.
        if (isFailed(answer) || isLate(answer)) say(lineOf(answer))
        if (answers.length % between === 0) await tell()
      }
    }
    await Promise.all(Array.from({ length: atOnce }, sendOn))
    const mutantSeconds = Math.round((performance.now() - began) / 1000)
    const slowest = answers.toSorted((a, b) => b.ms - a.ms)
    const failed = answers.filter(isFailed)
    for (const each of slowest.slice(0, 5)) say(`slowest: ${lineOf(each)}`)
    const times = answers.map(({ ms }) => ms)
    return {
      mutantFiles: answers.length,
      mutantCrashes: answers.filter(each => isFailed(each) || isLate(each)).length,
      mutantErrors: failed.length,
      mutantHangs: answers.filter(isLate).length,
      mutantSeconds,
      mutantP50Ms: Math.round(percentile(times, 0.5)),
      mutantP99Ms: Math.round(percentile(times, 0.99)),
      mutantSlowestMs: Math.round(slowest[0]?.ms ?? 0),
      mutantDatabase: stateOf(await isReady(server.url)),
      mutantDatabaseAway: timesAway,
      mutantStatuses: countsOf(answers.map(({ status }) => status)),
    }
  } finally {
    agent.destroy()
    await server.stop()
    await rm(data, { recursive: true, force: true })
  }
}

/** Turned away as one too many is no answer about the file either. */
const isFailed = ({ status }: Answer) => status === 0 || status === 429 || status >= 500
const isLate = ({ ms }: Answer) => ms > longestMs
const lineOf = ({ seed, bytes, status, ms }: Answer) =>
  `file ${seed} of ${bytes} bytes: ${status} in ${Math.round(ms)} ms`

function countsOf(statuses: readonly number[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1
  return counts
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
        answer.on('end', () => resolve(answer.statusCode ?? 0)).on('close', () => resolve(0))
      })
      sent.on('timeout', () => sent.destroy()).on('error', () => resolve(0))
      sent.end(file)
    })
}

const stateOf = (isThere: boolean) => (isThere ? 'answers' : 'is away')
