const pauseMs = 350

/** An answer that follows a draft: asked a moment after the last change, one question at a time, the last one counts. */
export class Trial<Answer> {
  answer = $state.raw<Answer | undefined>()
  state = $state<'idle' | 'waiting' | 'failed'>('idle')
  #timer: ReturnType<typeof setTimeout> | undefined
  #next: (() => Promise<Answer>) | undefined
  #isAsking = false

  /** Without a question the answer goes away: the draft has faults, or nothing is changed. */
  ask(question: (() => Promise<Answer>) | undefined) {
    clearTimeout(this.#timer)
    this.#next = question
    if (!question) {
      this.answer = undefined
      this.state = 'idle'
      return
    }
    this.state = 'waiting'
    this.#timer = setTimeout(() => void this.#run(), pauseMs)
  }

  stop = () => {
    clearTimeout(this.#timer)
    this.#next = undefined
  }

  async #run() {
    if (this.#isAsking) return
    this.#isAsking = true
    while (this.#next) {
      const question = this.#next
      const answer = await question().catch(() => undefined)
      // A later question, or none, overtook this answer.
      if (this.#next !== question) continue
      this.#next = undefined
      this.answer = answer
      this.state = answer === undefined ? 'failed' : 'idle'
    }
    this.#isAsking = false
  }
}
