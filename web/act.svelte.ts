import { type Notices, useNotices } from './notice.svelte.ts'

/** What a press sends to the server: one at a time, busy until it is answered, a notice when it fails. */
export class Act {
  busy = $state(false)
  #notices: Pick<Notices, 'problem'>

  constructor(notices: Pick<Notices, 'problem'>) {
    this.#notices = notices
  }

  /** Does nothing while the last one runs. @param onfailed says a failure elsewhere than in a notice */
  run = async (
    work: () => Promise<void>,
    onfailed: (error: unknown) => void = error => this.#notices.problem(error),
  ): Promise<void> => {
    if (this.busy) return
    this.busy = true
    try {
      await work()
    } catch (error) {
      onfailed(error)
    } finally {
      this.busy = false
    }
  }
}

export const useAct = (): Act => new Act(useNotices())
