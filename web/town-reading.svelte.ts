import { Latest } from './latest.ts'

/** Reads what belongs to a town. The last question counts: an answer to an earlier one is put away. */
export class TownReading {
  state = $state<'reading' | 'ready' | 'failed'>('reading')
  townId = 0
  readonly #latest = new Latest()

  /** @throws what `ask` throws, unless something was asked since */
  async read<Answer>(
    townId: number,
    ask: (town: { town: number }) => Promise<Answer>,
    take: (answer: Answer) => void,
  ): Promise<void> {
    if (townId === 0) return
    if (townId !== this.townId) this.state = 'reading'
    this.townId = townId
    try {
      const isTaken = await this.#latest.read(() => ask({ town: townId }), take)
      if (isTaken) this.state = 'ready'
    } catch (error) {
      // What is on screen stays, and with it what somebody is writing there.
      if (this.state === 'reading') this.state = 'failed'
      throw error
    }
  }
}
