import type { Duplex } from 'node:stream'
import { type Engine, EngineLost } from './engine.ts'
import type { EngineKeeper } from './engine-keeper.ts'
import { type Answer, joined, type Work } from './guard.ts'
import { type Batch, bytesFor, endingOf, Line } from './line.ts'
import { type SqlFailure, simpleQuery, sync } from './protocol.ts'
import { answerFailed, answerRuined, heldUp, stopped } from './ruin.ts'

export interface MultiplexerLimits {
  /** How long one statement may run. */
  statementMs: number
  /** How long a transaction may hold up others without asking for anything. */
  idleInTransactionMs: number
}

interface Errand {
  run: (engine: Engine) => Promise<void>
  fail: (error: unknown) => void
}

/** Lets many connections take turns at one engine; while one is in a transaction, it alone is served. */
export class Multiplexer {
  readonly #keeper: EngineKeeper
  readonly #limits: MultiplexerLimits
  readonly #lines = new Set<Line>()
  readonly #departed = new Set<Line>()
  #queue: { line: Line; batch: Batch }[] = []
  #errands: Errand[] = []
  #owner: Line | undefined
  #turning: Promise<void> | undefined
  #patience: NodeJS.Timeout | undefined
  swallowed = 0

  constructor(keeper: EngineKeeper, limits: MultiplexerLimits) {
    this.#keeper = keeper
    this.#limits = limits
  }

  get waiting(): number {
    return this.#queue.length + this.#errands.length
  }

  get isIdle(): boolean {
    return !this.#turning && !this.#owner && this.waiting === 0
  }

  connect(): Duplex {
    const line = new Line({
      batch: (from, batch) => {
        this.#queue.push({ line: from, batch })
        this.#turn()
      },
      gone: gone => {
        this.#lines.delete(gone)
        this.#departed.add(gone)
        this.#queue = this.#queue.filter(turn => turn.line !== gone)
        this.#turn()
      },
    })
    this.#lines.add(line)
    return line.stream
  }

  /** Does `work` on the engine between transactions. */
  between<T>(work: (engine: Engine) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#errands.push({ run: async engine => resolve(await work(engine)), fail: reject })
      this.#turn()
    })
  }

  /** Hangs up on everyone and lets what is running end. */
  async close(): Promise<void> {
    clearTimeout(this.#patience)
    for (const line of this.#lines) line.cut({ code: '57P01', message: 'the embedded database is closing' })
    while (this.#turning) await this.#turning
  }

  #turn(): void {
    this.#turning ??= this.#takeTurns().finally(() => {
      this.#turning = undefined
      if (this.#hasNext()) this.#turn()
      else this.#watchOwner()
    })
  }

  #hasNext(): boolean {
    if (this.#owner)
      return this.#departed.has(this.#owner) || this.#queue.some(({ line }) => line === this.#owner)
    return this.#departed.size + this.#errands.length + this.#queue.length > 0
  }

  async #takeTurns(): Promise<void> {
    while (this.#hasNext()) {
      if (!this.#owner && this.#keeper.isDue) await this.#keeper.reopen(this.#channels())
      const gone = this.#owner
        ? this.#departed.has(this.#owner)
          ? this.#owner
          : undefined
        : first(this.#departed)
      if (gone) await this.#clearAfter(gone)
      else if (!this.#owner && this.#errands.length > 0) await this.#runErrand(this.#errands.shift())
      else await this.#serveNext()
    }
  }

  async #serveNext(): Promise<void> {
    const index = this.#owner ? this.#queue.findIndex(({ line }) => line === this.#owner) : 0
    const [turn] = this.#queue.splice(index, 1)
    if (turn) await this.#serve(turn.line, turn.batch)
  }

  async #runErrand(errand: Errand | undefined): Promise<void> {
    if (!errand) return
    try {
      await errand.run(await this.#keeper.engine(this.#channels()))
    } catch (error) {
      errand.fail(error)
    }
  }

  async #serve(line: Line, batch: Batch): Promise<void> {
    if (line.skipping && batch.ends !== 'sync') return
    const asked: Batch = line.skipping ? { ...batch, messages: [], executes: false, hearings: [] } : batch
    line.skipping = false
    const ending = line.ruin ? endingOf(line, asked) : undefined
    if (line.ruin && ending !== 'rollback') return answerRuined(line, asked)
    line.ruin = undefined
    try {
      const overdue = this.#keeper.overdue
      if (overdue) throw new EngineLost(overdue)
      this.#deliver(line, asked, await this.#ask(line, asked))
    } catch (error) {
      await this.#lose(line, asked, error)
    }
  }

  async #ask(line: Line, batch: Batch): Promise<Answer> {
    const engine = await this.#keeper.engine(this.#channels())
    const { parts, hiddenParses } = bytesFor(line, batch, this.#keeper.number)
    const { ends, executes, refusal } = batch
    const wraps = batch.wraps && !line.inTransaction
    const bytes = joined(parts)
    const work: Work = { bytes, ends, executes, wraps, hiddenParses, ...(refusal ? { refusal } : {}) }
    return engine.run(work, this.#limits.statementMs)
  }

  #deliver(line: Line, batch: Batch, answer: Answer): void {
    for (const { channel, bytes } of answer.notifications) {
      for (const other of this.#lines) if (other.channels.has(channel)) other.send(bytes)
    }
    this.#keeper.count(answer.errors)
    if (answer.swallowed) this.swallowed++
    if (batch.ends === 'flush' && (answer.swallowed || batch.refusal)) line.skipping = true
    if (answer.errors.length === 0) this.#hear(line, batch)
    if (answer.status) line.inTransaction = answer.status !== 'I'
    this.#owner = answer.status === 'I' ? undefined : line
    line.send(answer.bytes)
  }

  #hear(line: Line, batch: Batch): void {
    for (const { channel, listen } of batch.hearings) {
      if (channel === undefined) line.channels.clear()
      else if (listen) line.channels.add(channel)
      else line.channels.delete(channel)
      // The engine has one ear for all: what one connection gives up, the others still want.
      if (!listen) this.between(engine => this.#keeper.listen(engine, this.#channels())).catch(() => {})
    }
  }

  /** The engine went away under this batch: say so, and give up the transaction that went with it. */
  async #lose(line: Line, batch: Batch, error: unknown): Promise<void> {
    const lost = error instanceof EngineLost
    const failure: SqlFailure =
      lost && error.timedOut
        ? { code: '57014', message: error.message }
        : { ...stopped, message: messageOf(error) }
    await this.#keeper.discard(messageOf(error))
    this.#owner = undefined
    if (line.inTransaction) {
      line.ruin = failure
      if (endingOf(line, batch) === 'rollback') return this.#serve(line, batch)
      return answerRuined(line, batch)
    }
    answerFailed(line, batch, failure)
  }

  /** A client left: end its transaction, forget its statements, stop hearing for it. */
  async #clearAfter(line: Line): Promise<void> {
    this.#departed.delete(line)
    const farewell = line.farewell(this.#keeper.number)
    try {
      const engine = await this.#keeper.engine(this.#channels())
      const tell = (bytes: Buffer, ends: Work['ends']) =>
        engine.run(
          { bytes: joined([bytes]), ends, executes: false, hiddenParses: 0 },
          this.#limits.statementMs,
        )
      if (this.#owner === line) await tell(sync, 'flush')
      if (this.#owner === line) await tell(simpleQuery('rollback'), 'query')
      if (farewell.length > 0) await tell(farewell, 'sync')
      if (line.channels.size > 0) await this.#keeper.listen(engine, this.#channels(), line.channels)
    } catch (error) {
      await this.#keeper.discard(messageOf(error))
    }
    if (this.#owner === line) this.#owner = undefined
  }

  #watchOwner(): void {
    clearTimeout(this.#patience)
    if (!this.#owner) return
    this.#patience = setTimeout(() => this.#giveUpOwner(), this.#limits.idleInTransactionMs)
  }

  #giveUpOwner(): void {
    const line = this.#owner
    if (!line || this.#turning) return
    if (this.waiting + this.#departed.size === 0) {
      this.#watchOwner()
      return
    }
    if (line.inTransaction) line.ruin = heldUp
    else line.cut(heldUp)
    this.#errands.unshift({
      run: async engine => {
        const work: Work = {
          bytes: joined([simpleQuery('rollback')]),
          ends: 'query',
          executes: false,
          hiddenParses: 0,
        }
        await engine.run(work, this.#limits.statementMs)
      },
      fail: () => {},
    })
    this.#owner = undefined
    this.#turn()
  }

  #channels(): Set<string> {
    return new Set(Array.from(this.#lines).flatMap(line => Array.from(line.channels)))
  }
}

const first = <T>(set: Set<T>): T | undefined => set.values().next().value

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
