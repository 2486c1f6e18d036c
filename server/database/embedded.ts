import { existsSync } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type postgres from 'postgres'
import { connectToStream } from './driver.ts'
import { EngineKeeper } from './engine-keeper.ts'
import { joined } from './guard.ts'
import { type Lock, takeLock } from './lock.ts'
import { Multiplexer } from './multiplexer.ts'
import { simpleQuery } from './protocol.ts'
import { copyWhole, makeSnapshot } from './snapshot.ts'

export interface EmbeddedInput {
  /** The database lies in its `database/`. */
  dataDirectory: string
  /** A directory made by makeSnapshot; without it one is made or found. */
  snapshotPath?: string
  statementMs: number
  idleInTransactionMs: number
  errorLimit?: number
  onStep?: (text: string) => void
}

export interface EmbeddedState {
  ready: boolean
  waiting: number
  reopened: number
  lastReopen: { reason: string; milliseconds: number } | undefined
  errorsSinceOpened: number
  swallowedExceptions: number
}

export interface Embedded {
  sql: postgres.Sql
  state(): EmbeddedState
  dump(path: string): Promise<void>
  close(): Promise<void>
}

const heartbeatMs = 15_000

/** Opens the embedded database of a data directory, making it from the snapshot if there is none yet. */
export async function openEmbedded(input: EmbeddedInput): Promise<Embedded> {
  await mkdir(input.dataDirectory, { recursive: true })
  const directory = join(input.dataDirectory, 'database')
  const lock = await takeLock(`${directory}.lock`)
  try {
    await clearPartial(directory)
    if (!existsSync(directory)) await fill(directory, input)
    const { errorLimit, onStep } = input
    const keeper = new EngineKeeper({
      directory,
      ...(errorLimit === undefined ? {} : { errorLimit }),
      ...(onStep ? { onStep } : {}),
    })
    await keeper.open()
    return serve(keeper, lock, input)
  } catch (error) {
    lock.release()
    throw error
  }
}

async function fill(directory: string, { snapshotPath, onStep }: EmbeddedInput): Promise<void> {
  const snapshot = snapshotPath ?? (await makeSnapshot(onStep ? { onStep } : {}))
  onStep?.('making the database')
  await copyWhole(snapshot, directory)
}

// Copies that a crash left half done; under the lock none of them is anybody's.
async function clearPartial(directory: string): Promise<void> {
  for (const name of await readdir(dirname(directory))) {
    if (!name.startsWith(`${basename(directory)}.partial-`)) continue
    await rm(join(dirname(directory), name), { recursive: true, force: true })
  }
}

function serve(keeper: EngineKeeper, lock: Lock, limits: EmbeddedInput): Embedded {
  const multiplexer = new Multiplexer(keeper, limits)
  const sql = connectToStream(() => multiplexer.connect())
  const heart = setInterval(() => beat(keeper, multiplexer, limits.statementMs), heartbeatMs)
  heart.unref()
  let closing: Promise<void> | undefined
  const close = async () => {
    clearInterval(heart)
    await sql.end({ timeout: 5 })
    await multiplexer.close()
    await keeper.close()
    lock.release()
  }
  return {
    sql,
    state: () => ({
      ready: keeper.isReady,
      waiting: multiplexer.waiting,
      reopened: keeper.reopened,
      lastReopen: keeper.lastReopen,
      errorsSinceOpened: keeper.errors,
      swallowedExceptions: multiplexer.swallowed,
    }),
    dump: path => multiplexer.between(engine => engine.dump(path)),
    close() {
      closing ??= close()
      return closing
    },
  }
}

/** Asks an idle engine for a sign of life, so that a dead one is replaced before somebody needs it. */
function beat(keeper: EngineKeeper, multiplexer: Multiplexer, limitMs: number): void {
  if (!multiplexer.isIdle) return
  const bytes = () => joined([simpleQuery('select 1')])
  multiplexer
    .between(async engine => {
      const answer = await engine.run(
        { bytes: bytes(), ends: 'query', executes: false, hiddenParses: 0 },
        limitMs,
      )
      keeper.count(answer.errors)
    })
    .catch(() => {})
}
