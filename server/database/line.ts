import { Duplex } from 'node:stream'
import {
  closeStatement,
  errorResponse,
  greeting,
  type Message,
  type SqlFailure,
  split,
  sqlOf,
  statementNamed,
} from './protocol.ts'
import { canBeWrapped, copiesIn, type Hearing, hearings } from './statement-text.ts'

/** What a client sent up to a Sync, a Flush or a simple Query: run as one, nothing of another in between. */
export interface Batch {
  ends: 'query' | 'sync' | 'flush'
  messages: Message[]
  executes: boolean
  /** A simple query that may be given a transaction of its own. */
  wraps: boolean
  refusal?: SqlFailure
  hearings: Hearing[]
}

export interface LineEvents {
  batch(line: Line, batch: Batch): void
  gone(line: Line): void
}

const startupCode = { protocol3: 196608, cancel: 80877102, tls: 80877103 }

const noCopy: SqlFailure = {
  code: '0A000',
  message: 'COPY FROM STDIN is not supported by the embedded database',
  hint: 'Insert the rows instead, many to a statement.',
}

let lines = 0

/** One client's connection: bytes in, batches out. It keeps what belongs to the client and not to the engine. */
export class Line {
  readonly id = ++lines
  readonly stream: Duplex
  readonly channels = new Set<string>()
  /** Prepared statements by name: their Parse message and the engine (by number) that knows them. */
  readonly statements = new Map<string, { parse: Buffer; engine: number }>()
  /** Inside a transaction block, as of the last answer. */
  inTransaction = false
  /** Its transaction was lost: everything fails with this until the client ends the transaction. */
  ruin: SqlFailure | undefined
  /** After an error in a batch without Sync everything up to the next Sync is passed over. */
  skipping = false
  #rest: Buffer = Buffer.alloc(0)
  #started = false
  #messages: Message[] = []
  #open = true
  readonly #events: LineEvents

  constructor(events: LineEvents) {
    this.#events = events
    this.stream = new Duplex({
      allowHalfOpen: false,
      read() {},
      write: (chunk: Buffer, _encoding, done) => {
        // The driver loses what it sends next when it is answered before its own write returns.
        queueMicrotask(() => {
          this.#take(chunk)
          done()
        })
      },
      final: done => {
        this.#leave()
        done()
      },
      destroy: (error, done) => {
        this.#leave()
        done(error)
      },
    })
    // postgres.js asks a socket whether it is open before it says goodbye.
    Object.assign(this.stream, { readyState: 'open' })
  }

  get isOpen(): boolean {
    return this.#open
  }

  send(bytes: Uint8Array): void {
    if (this.#open && bytes.length > 0) this.stream.push(bytes)
  }

  /** Says why and hangs up. */
  cut(failure: SqlFailure): void {
    this.send(errorResponse({ ...failure, severity: 'FATAL' }))
    this.#leave()
  }

  /** Close messages for the statements that `engine` still keeps for this client. */
  farewell(engine: number): Buffer {
    const kept = Array.from(this.statements).filter(([, statement]) => statement.engine === engine)
    return Buffer.concat(kept.map(([name]) => closeStatement(name)))
  }

  #leave(): void {
    if (!this.#open) return
    this.#open = false
    if (!this.stream.destroyed) this.stream.push(null)
    this.#events.gone(this)
  }

  #take(chunk: Buffer): void {
    this.#rest = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : Buffer.from(chunk)
    if (!this.#started) this.#start()
    if (!this.#started) return
    const { messages, rest } = split(this.#rest)
    this.#rest = rest
    for (const message of messages) this.#add(message)
  }

  // The first packet has no type letter: a length, a code, and settings that the embedded database fixes itself.
  #start(): void {
    while (!this.#started && this.#rest.length >= 8) {
      const length = this.#rest.readInt32BE(0)
      const code = this.#rest.readInt32BE(4)
      if (this.#rest.length < length) return
      this.#rest = this.#rest.subarray(length)
      if (code === startupCode.tls) this.stream.push(Buffer.from('N'))
      else if (code === startupCode.protocol3) {
        this.#started = true
        this.send(greeting(this.id))
      } else this.#leave()
      if (!this.#open) return
    }
  }

  #add(message: Message): void {
    if (message.type === 'X') this.#leave()
    // Flush is implied by a batch's end; COPY data of a refused COPY belongs to nothing.
    if ('Xdcf'.includes(message.type)) return
    if (message.type !== 'H' && message.type !== 'S') this.#messages.push(message)
    if (!'QSH'.includes(message.type)) return
    const messages = this.#messages
    this.#messages = []
    this.#events.batch(this, batchOf(message.type, messages))
  }
}

const endings: Record<string, Batch['ends']> = { Q: 'query', S: 'sync', H: 'flush' }

function batchOf(last: string, messages: Message[]): Batch {
  const texts = messages.map(sqlOf).filter(text => text !== '')
  return {
    ends: endings[last] ?? 'sync',
    messages,
    executes: messages.some(({ type }) => type === 'E'),
    wraps: last === 'Q' && texts.every(canBeWrapped),
    hearings: texts.flatMap(hearings),
    ...(texts.some(copiesIn) ? { refusal: noCopy } : {}),
  }
}

/** The batch's bytes for `engine`, with the Parse of each statement put in front that this engine never saw. */
export function bytesFor(
  line: Line,
  batch: Batch,
  engine: number,
): { parts: Buffer[]; hiddenParses: number } {
  const unseen: Buffer[] = []
  for (const message of batch.messages) {
    const name = statementNamed(message)
    if (!name) continue
    const known = line.statements.get(name)
    if (message.type === 'P') line.statements.set(name, { parse: Buffer.from(message.bytes), engine })
    else if (message.type === 'C') line.statements.delete(name)
    else if (known && known.engine !== engine) {
      unseen.push(known.parse)
      known.engine = engine
    }
  }
  return { parts: [...unseen, ...batch.messages.map(({ bytes }) => bytes)], hiddenParses: unseen.length }
}

/** Whether the batch ends a transaction, and how; a ROLLBACK TO a savepoint does not. */
export function endingOf(line: Line, batch: Batch): 'commit' | 'rollback' | undefined {
  const [first] = batch.messages
  if (!first) return undefined
  const parse = line.statements.get(statementNamed(first) ?? '')?.parse
  const sql = sqlOf(first) || (parse ? sqlOf({ type: 'P', bytes: parse }) : '')
  if (/^\s*(commit|end)\b/i.test(sql)) return 'commit'
  return /^\s*(rollback|abort)\b(?!.*\bto\b)/is.test(sql) ? 'rollback' : undefined
}
