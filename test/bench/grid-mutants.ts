import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mutantOf, soundFiles } from '../../server/boundary/test-mutants.ts'
import { type ServerProcess, startServer } from '../server-process.ts'

interface Options {
  quick: boolean
  say(text: string): void
}

const longestMs = 2000

/**
 * Uploads ruined files of every format to a running server. A crash is an answer of 500 or above, no answer, or one
 * that takes longer than two seconds; in between the database is asked whether it still answers.
 */
export async function gridMutants({ quick, say }: Options) {
  const data = await mkdtemp(join(tmpdir(), 'sisetu-mutants-'))
  const mutantFiles = quick ? 500 : 10_000
  const server = await startServer(data)
  try {
    const upload = await uploader(server)
    const files = await soundFiles()
    // The thread starts with the first file, which is no ruined one's doing.
    await upload(files[0] ?? Buffer.alloc(0))
    const statuses: Record<string, number> = {}
    let [mutantCrashes, slowestMs] = [0, 0]
    for (let seed = 0; seed < mutantFiles; seed++) {
      const began = performance.now()
      const status = await upload(mutantOf(files, seed))
      const ms = performance.now() - began
      statuses[status] = (statuses[status] ?? 0) + 1
      slowestMs = Math.max(slowestMs, ms)
      if (status === 0 || status >= 500 || ms > longestMs) {
        mutantCrashes += 1
        say(`file ${seed}: ${status} in ${Math.round(ms)} ms`)
      }
      if (seed % 1000 === 999) say(`${seed + 1} files, database ${await state(server)}`)
    }
    const mutantDatabase = await state(server)
    return {
      mutantFiles,
      mutantCrashes,
      mutantSlowestMs: Math.round(slowestMs),
      mutantDatabase,
      mutantStatuses: statuses,
    }
  } finally {
    await server.stop()
    await rm(data, { recursive: true, force: true })
  }
}

async function uploader({ url }: ServerProcess): Promise<(file: Buffer) => Promise<number>> {
  const headers = { 'content-type': 'application/json' }
  const session = await fetch(`${url}/api/session/demo`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ role: 'grid-manager' }),
  })
  const cookie = session.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const towns: { id: number }[] = await (await fetch(`${url}/api/towns`, { headers: { cookie } })).json()
  const address = `${url}/api/boundary-imports?town=${towns[0]?.id}&name=mutant`
  return async file => {
    const signal = AbortSignal.timeout(60_000)
    const body = new Uint8Array(file)
    const answer = await fetch(address, { method: 'POST', headers: { cookie }, body, signal }).catch(
      () => null,
    )
    await answer?.arrayBuffer()
    return answer?.status ?? 0
  }
}

const state = async ({ url }: ServerProcess): Promise<string> =>
  (await fetch(`${url}/readyz`).catch(() => null))?.ok ? 'answers' : 'is away'
