/**
 * Gives free codes one after the other: each the next after those that begin alike, the last number counted on.
 * Codes of retired grids are among `taken`, so none is used again; what is given is taken from then on.
 */
export class CodeGiver {
  readonly #taken: Set<string>
  readonly #highest = new Map<string, number>()

  constructor(taken: Iterable<string>) {
    this.#taken = new Set(taken)
  }

  take(code: string): void {
    this.#taken.add(code)
    for (const [beginning, highest] of this.#highest)
      this.#highest.set(beginning, Math.max(highest, numberOf(code, beginning)))
  }

  next({ like, areaCode }: { like: string; areaCode: string }): string {
    const start = areaCode !== '' && like.startsWith(areaCode) ? areaCode : like.replace(/\d+$/, '')
    const digits = like.slice(start.length).match(/^\D*(\d+)$/)?.[1] ?? ''
    const beginning = like.slice(0, like.length - digits.length)
    return this.after(beginning, Math.max(digits.length, 3))
  }

  /** The next after all codes that are a beginning and a number. */
  after(beginning: string, width: number): string {
    for (let number = this.#highestOf(beginning) + 1; ; number++) {
      const code = `${beginning}${String(number).padStart(width, '0')}`
      if (this.#taken.has(code)) continue
      this.take(code)
      return code
    }
  }

  /** All codes are looked through once for each beginning, not for each new code. */
  #highestOf(beginning: string): number {
    const known = this.#highest.get(beginning)
    if (known !== undefined) return known
    let highest = 0
    for (const code of this.#taken) highest = Math.max(highest, numberOf(code, beginning))
    this.#highest.set(beginning, highest)
    return highest
  }
}

function numberOf(code: string, beginning: string): number {
  const rest = code.startsWith(beginning) ? code.slice(beginning.length) : ''
  return /^\d{1,9}$/.test(rest) ? Number(rest) : 0
}
