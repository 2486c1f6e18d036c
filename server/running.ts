/** Work under way by name: who asks for what runs already waits for it and begins no second. */
export class Running<Result> {
  readonly #under = new Map<string, Promise<Result>>()

  share(name: string, begin: () => Promise<Result>): Promise<Result> {
    const known = this.#under.get(name)
    if (known) return known
    const running = begin()
    this.#under.set(name, running)
    const end = () => void this.#under.delete(name)
    running.then(end, end)
    return running
  }
}
