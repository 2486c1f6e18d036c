import { setTimeout as sleep } from 'node:timers/promises'
import { Engine, EngineLost } from './engine.ts'
import { joined } from './guard.ts'
import { simpleQuery } from './protocol.ts'
import { errorsBeforeReopen, Watchdog } from './watchdog.ts'

export interface KeeperInput {
  directory: string
  /** Overrides how many SQL errors an engine may see. */
  errorLimit?: number
  onStep?: (text: string) => void
}

const retryAfterMs = [0, 500, 2000]
const listenLimitMs = 30_000

/** Keeps one engine running: opens it, opens it anew when it is lost or has seen too much. */
export class EngineKeeper {
  /** Counts the engines, so that a prepared statement knows which one has it. */
  number = 0
  reopened = 0
  lastReopen: { reason: string; milliseconds: number } | undefined
  readonly #input: KeeperInput
  #engine: Engine | undefined
  #watchdog = new Watchdog(Number.POSITIVE_INFINITY)
  #reason = 'it was closed'

  constructor(input: KeeperInput) {
    this.#input = input
  }

  async open(): Promise<void> {
    this.#engine = await Engine.start(this.#input.directory)
    this.number++
    this.#watchdog = new Watchdog(this.#input.errorLimit ?? errorsBeforeReopen)
  }

  get isReady(): boolean {
    return this.#engine !== undefined && !this.#engine.isLost
  }

  get isDue(): boolean {
    return this.isReady && this.#watchdog.due() !== undefined
  }

  get overdue(): string | undefined {
    return this.#watchdog.overdue()
  }

  get errors(): number {
    return this.#watchdog.errors
  }

  count(sqlStates: readonly string[]): void {
    this.#watchdog.count(sqlStates)
  }

  /** The engine, opened anew when it is gone. @throws EngineLost when it cannot be opened. */
  async engine(channels: Set<string>): Promise<Engine> {
    if (this.#engine && !this.#engine.isLost) return this.#engine
    return this.reopen(channels)
  }

  /** Closes the engine in order if it still answers, opens it again, and listens again. */
  async reopen(channels: Set<string>): Promise<Engine> {
    const startedAt = performance.now()
    const reason = this.#watchdog.due() ?? this.#reason
    this.#input.onStep?.(`opening the embedded database anew: ${reason}`)
    await this.#engine?.close()
    this.#engine = undefined
    const engine = await this.#openWithPatience()
    if (channels.size > 0) await this.listen(engine, channels)
    this.reopened++
    this.lastReopen = { reason, milliseconds: Math.round(performance.now() - startedAt) }
    return engine
  }

  /** Ends an engine that did not answer. */
  async discard(reason: string): Promise<void> {
    this.#reason = reason
    await this.#engine?.terminate()
    this.#engine = undefined
  }

  async listen(engine: Engine, channels: Set<string>, before: Set<string> = new Set()): Promise<void> {
    const quoted = (channel: string) => `"${channel.replaceAll('"', '""')}"`
    const gone = Array.from(before).filter(channel => !channels.has(channel))
    const statements = [
      ...gone.map(channel => `unlisten ${quoted(channel)}`),
      ...Array.from(channels, channel => `listen ${quoted(channel)}`),
    ]
    if (statements.length === 0) return
    const bytes = joined([simpleQuery(statements.join(';'))])
    await engine.run({ bytes, ends: 'query', executes: false, hiddenParses: 0 }, listenLimitMs)
  }

  async close(): Promise<void> {
    await this.#engine?.close()
    this.#engine = undefined
  }

  async #openWithPatience(): Promise<Engine> {
    let failure: unknown
    for (const delayMs of retryAfterMs) {
      await sleep(delayMs)
      try {
        await this.open()
        if (this.#engine) return this.#engine
      } catch (error) {
        failure = error
      }
    }
    throw new EngineLost(`the embedded database does not open: ${String(failure)}`)
  }
}
