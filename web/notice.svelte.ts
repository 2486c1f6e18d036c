import { createContext } from 'svelte'
import type { Language } from './language/language.svelte.ts'
import { Problem } from './problem.ts'

export interface Remedy {
  label: string
  run: () => void
}

export interface Notice {
  id: number
  tone: 'good' | 'plain' | 'bad'
  text: string
  detail?: string | undefined
  remedy?: Remedy | undefined
}

const goneAfterMs = 5000
/** Longer where something can still be undone: the hand has to get there first. */
const goneWithRemedyAfterMs = 12_000
const most = 3

/** The few messages at the bottom left. Good ones go by themselves, bad ones wait to be read. */
export class Notices {
  list = $state.raw<readonly Notice[]>([])
  #language: Language
  #next = 1

  constructor(language: Language) {
    this.#language = language
  }

  good(text: string, remedy?: Remedy) {
    this.#add({ tone: 'good', text, remedy })
  }

  tell(text: string, remedy?: Remedy) {
    this.#add({ tone: 'plain', text, remedy })
  }

  bad(text: string, more: { detail?: string | undefined; remedy?: Remedy | undefined } = {}) {
    this.#add({ tone: 'bad', text, ...more })
  }

  /** Says what a failed request means and, where there is one, the way out. */
  problem(error: unknown, retry?: () => void) {
    const words = this.#language.t.errors
    const problem = error instanceof Problem ? error : undefined
    if (!problem) console.error(error)
    const text = this.textOf(error)
    const fields = problem?.errors.map(each => each.message).filter(message => message !== text)
    this.bad(text, {
      detail: fields && fields.length > 0 ? fields.join('；') : undefined,
      remedy: retry ? { label: words.retry, run: retry } : undefined,
    })
  }

  /** The sentence for a failure: the server's own, or ours for its code. */
  textOf(error: unknown): string {
    const problem = error instanceof Problem ? error : undefined
    return problem?.detail || this.#language.t.errors.codes[problem?.code ?? 'unknown']
  }

  dismiss(id: number) {
    this.list = this.list.filter(notice => notice.id !== id)
  }

  #add(notice: Omit<Notice, 'id'>) {
    const id = this.#next
    this.#next += 1
    const others = this.list.filter(each => each.text !== notice.text)
    this.list = [...others, { ...notice, id }].slice(-most)
    const goneMs = notice.remedy ? goneWithRemedyAfterMs : goneAfterMs
    if (notice.tone !== 'bad') setTimeout(() => this.dismiss(id), goneMs)
  }
}

export const [useNotices, provideNotices] = createContext<Notices>()
