// An engine whose stack is put back after each error took 20,000 without harm; without that it died after 597.
export const errorsBeforeReopen = 10_000

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
