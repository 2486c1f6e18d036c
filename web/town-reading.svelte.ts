/** Reads what belongs to a town. The last question counts: an answer to an earlier one is put away. */
export class TownReading {
  state = $state<'reading' | 'ready' | 'failed'>('reading')
  townId = 0
  #asked = 0

  /** @throws what `ask` throws, unless something was asked since */
  async read<Answer>(
    townId: number,
    ask: (town: { town: number }) => Promise<Answer>,
    take: (answer: Answer) => void,
  ): Promise<void> {
    if (townId === 0) return
    if (townId !== this.townId) this.state = 'reading'
    this.townId = townId
    this.#asked += 1
    const asked = this.#asked
    try {
      const answer = await ask({ town: townId })
      if (asked !== this.#asked) return
      take(answer)
      this.state = 'ready'
    } catch (error) {
      if (asked !== this.#asked) return
      // What is on screen stays, and with it what somebody is writing there.
      if (this.state === 'reading') this.state = 'failed'
      throw error
    }
  }
}
