import {
  errorResponse,
  readyForQuery,
  type SqlFailure,
  simpleQuery,
  sync,
  type TransactionStatus,
} from './protocol.ts'
import { type Notification, type Sifted, sift } from './sift.ts'

/** Runs protocol bytes on the engine; `exception` is the C++ exception that it swallowed on the way. */
export type RawRun = (bytes: Uint8Array) => Promise<{ answer: Buffer; exception: string | undefined }>

export interface Work {
  /** Messages, without the Sync that ends them. */
  bytes: Uint8Array<ArrayBuffer>
  ends: 'query' | 'sync' | 'flush'
  /** One of the messages is an Execute, so something must come of it. */
  executes: boolean
  /** A simple query outside a transaction, which would commit before anyone could look: run it inside one. */
  wraps?: boolean
  /** Parse messages put in front that the asker does not know of. */
  hiddenParses: number
  /** Instead of running it: fail it with this. */
  refusal?: SqlFailure
}

export interface Answer {
  bytes: Uint8Array<ArrayBuffer>
  notifications: Notification[]
  /** Undefined after a flush: the asker has not finished. */
  status: TransactionStatus | undefined
  errors: string[]
  swallowed: boolean
}

// Raising an error of its own makes PostgreSQL itself abort the transaction, whether it was begun or implied.
const abort = simpleQuery(`do $$ begin raise exception 'aborted'; end $$`)

const nothing = Buffer.alloc(0)
const noAnswer = { answer: nothing, exception: undefined }
const [begin, commit, rollback] = [simpleQuery('begin'), simpleQuery('commit'), simpleQuery('rollback')]

const swallowedMessage = 'the geometry engine failed'

/**
 * Runs one piece of work so that a C++ exception which PGlite swallows (it would leave no error, half the rows
 * and a transaction that commits) comes out as SQLSTATE XX000 with the transaction aborted, as PostgreSQL does.
 */
export async function runGuarded(run: RawRun, work: Work): Promise<Answer> {
  if (work.refusal) return failed(run, work, { refusal: work.refusal, before: sift(nothing) })
  if (work.wraps) await run(begin)
  const { answer, exception } = work.bytes.length > 0 ? await run(work.bytes) : noAnswer
  const sifted = sift(answer, work)
  if (exception !== undefined || isTorn(work, sifted)) {
    const refusal: SqlFailure = { code: 'XX000', message: exception || swallowedMessage }
    const before = sift(answer, { ...work, unfinished: work.ends !== 'query' })
    return { ...(await failed(run, work, { refusal, before })), swallowed: true }
  }
  if (work.wraps) return unwrapped(run, work, sifted)
  if (work.ends !== 'sync') return answered(work, [sifted])
  return answered(work, [sifted, sift((await run(sync)).answer)])
}

async function unwrapped(run: RawRun, work: Work, before: Sifted): Promise<Answer> {
  const { answer, exception } = await run(before.errors.length > 0 ? rollback : commit)
  const ended = sift(answer)
  if (exception !== undefined) {
    const refusal: SqlFailure = { code: 'XX000', message: exception || swallowedMessage }
    return { ...(await failed(run, work, { refusal, before })), swallowed: true }
  }
  return answered(work, [before, { ...ended, kept: ended.errors.length > 0 ? ended.kept : [] }])
}

/** No error, yet nothing came of it. */
function isTorn(work: Work, sifted: Sifted): boolean {
  if (sifted.errors.length > 0) return false
  if (sifted.torn) return true
  if (work.ends === 'query') return sifted.status === undefined
  return work.executes && !sifted.finished
}

async function failed(
  run: RawRun,
  work: Work,
  { refusal, before }: { refusal: SqlFailure; before: Sifted },
): Promise<Answer> {
  const aborted = sift((await run(abort)).answer)
  const last = work.ends === 'sync' ? sync : work.wraps ? rollback : undefined
  const after = last ? sift((await run(last)).answer) : aborted
  const said = { ...after, kept: [errorResponse(refusal)], errors: [refusal.code] }
  return answered(work, [{ ...before, errors: [] }, said])
}

function answered(work: Work, parts: Sifted[]): Answer {
  const last = parts.at(-1)
  const status = work.ends === 'flush' ? undefined : (last?.status ?? 'I')
  const kept = parts.flatMap(part => part.kept)
  return {
    bytes: joined(status ? [...kept, readyForQuery(status)] : kept),
    notifications: parts.flatMap(part => part.notifications),
    status,
    errors: parts.flatMap(part => part.errors),
    swallowed: false,
  }
}

/** One array that owns its memory, so that it can be handed to another thread without a copy. */
export function joined(parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}
