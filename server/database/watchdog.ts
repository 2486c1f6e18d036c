/** PGlite without its stack kept dies after 597 to 1,900 errors; with it, 20,000 did no harm. */
export const errorsBeforeReopen = (stackIsKept: boolean) => (stackIsKept ? 20_000 : 250)

const stackDepthExceeded = '54001'

/** Counts the errors of one engine and says when it should be opened anew. */
export class Watchdog {
  #errors = 0
  #stackRanOut = false
  #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  count(sqlStates: readonly string[]): void {
    this.#errors += sqlStates.length
    if (sqlStates.includes(stackDepthExceeded)) this.#stackRanOut = true
  }

  get errors(): number {
    return this.#errors
  }

  /** Why the engine should be opened anew as soon as no transaction is open. */
  due(): string | undefined {
    if (this.#stackRanOut) return 'its stack ran out'
    return this.#errors >= this.#limit ? `it has seen ${this.#errors} errors` : undefined
  }

  /** Why it cannot even wait for the transaction to end. */
  overdue(): string | undefined {
    return this.#errors >= this.#limit * 2 ? this.due() : undefined
  }
}
