import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { WriterReport } from './kill-writer.ts'
import { type OwnPostgres, startPostgres } from './own-postgres.ts'
import { makeSnapshot } from './snapshot.ts'

export interface KillsInput {
  kind: 'embedded' | 'postgres'
  kills: number
  onStep?: (text: string) => void
}

export interface KillsResult {
  kills: number
  acknowledged: number
  lost: number
}

const writerPath = fileURLToPath(new URL('./kill-writer.ts', import.meta.url))
const typescript = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
const longestWritingMs = 500

/**
 * Kills the database (SIGKILL, its whole process tree) at random moments while it is written to, opens it again
 * each time, and counts what it had acknowledged and no longer has. @throws when it does not open again
 */
export async function survivesKills({ kind, kills, onStep = () => {} }: KillsInput): Promise<KillsResult> {
  const directory = await mkdtemp(join(tmpdir(), 'sisetu-kill-'))
  // PostgreSQL runs as another user than root, and must be able to reach its directory.
  await chmod(directory, 0o755)
  let server: OwnPostgres | undefined
  const restart = async () => {
    if (kind === 'postgres') server = await startPostgres({ directory: join(directory, 'postgres') })
    return startWriter(directory, server?.url)
  }
  try {
    if (kind === 'embedded') await makeSnapshot({ onStep })
    for (let kill = 1; kill <= kills; kill++) {
      const { writer, report, writing } = await restart()
      // One in four in the middle of its first writes, the others at any moment later.
      if (kill % 4 > 0) await writing
      await sleep(Math.random() * longestWritingMs)
      await server?.kill9()
      await killGroup(writer)
      onStep(`kill ${kill} of ${kills}: ${report.acknowledged} acknowledged before it, ${report.lost} lost`)
    }
    if (kind === 'postgres') server = await startPostgres({ directory: join(directory, 'postgres') })
    const { report } = await startWriter(directory, server?.url, ['--check'])
    return { kills, acknowledged: report.acknowledged, lost: report.lost }
  } finally {
    await server?.stop()
    await rm(directory, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function startWriter(
  directory: string,
  url: string | undefined,
  more: string[] = [],
): Promise<{ writer: ChildProcess; report: WriterReport; writing: Promise<void> }> {
  const witness = ['--witness', join(directory, 'witness')]
  const target = url ? ['--url', url] : ['--data', join(directory, 'data')]
  const args = ['--import', typescript, writerPath, ...witness, ...target, ...more]
  const writer = spawn(process.execPath, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  const [report, writing] = [lineOf(writer, 0), lineOf(writer, 1).then(() => undefined)]
  // Nobody waits for a writer that is killed before it writes; those who do still hear of it.
  writing.catch(() => undefined)
  return { writer, report: reportIn(await report), writing }
}

/** The line with this index of what the writer says. @throws what it complained of when it ends before */
function lineOf(writer: ChildProcess, index: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    let complaints = ''
    writer.stderr?.on('data', (chunk: Buffer) => {
      complaints = (complaints + chunk.toString()).slice(-2000)
    })
    writer.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const line = said.split('\n').slice(0, -1)[index]
      if (line !== undefined) resolve(line)
    })
    writer.once('exit', code => reject(new Error(`the writer ended with code ${code}: ${complaints}`)))
  })
}

function reportIn(line: string): WriterReport {
  const { acknowledged, lost }: Record<string, unknown> = JSON.parse(line)
  return { acknowledged: Number(acknowledged), lost: Number(lost) }
}

async function killGroup(writer: ChildProcess): Promise<void> {
  if (writer.exitCode !== null || writer.signalCode !== null || writer.pid === undefined) return
  const gone = new Promise<void>(resolve => writer.once('exit', () => resolve()))
  try {
    process.kill(-writer.pid, 'SIGKILL')
  } catch (error) {
    // Without its database a writer ends by itself, at times just before this.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
  await gone
}
