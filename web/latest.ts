/** Reads one thing again and again. The last question counts: an answer to an earlier one is put away, and so is its failure. */
export class Latest {
  #turn = 0

  /** What was asked so far has no say any more. */
  drop(): void {
    this.#turn += 1
  }

  /**
   * Answers whether the answer was taken.
   * @throws what `ask` throws, unless something was asked since
   */
  async read<Answer>(ask: () => Promise<Answer>, take: (answer: Answer) => void): Promise<boolean> {
    this.#turn += 1
    const turn = this.#turn
    try {
      const answer = await ask()
      if (turn !== this.#turn) return false
      take(answer)
      return true
    } catch (error) {
      if (turn === this.#turn) throw error
      return false
    }
  }
}
