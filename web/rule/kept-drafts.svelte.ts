import { untrack } from 'svelte'
import { z } from 'zod'

export interface Kept<Content> {
  /** ISO 8601. */
  at: string
  content: Content
}

interface Place {
  kind: 'method' | 'colours' | 'control'
  personId: number
  storage?: Pick<Storage, 'getItem' | 'setItem'>
}

/** What a person has half written, by name, kept in this browser until it is published or put away. */
export class KeptDrafts<Content> {
  #all = $state.raw<Readonly<Record<string, Kept<Content>>>>({})
  readonly #key: string
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>
  readonly #words: z.ZodType<Record<string, Kept<Content>>>

  constructor(word: z.ZodType<Content>, { kind, personId, storage = localStorage }: Place) {
    this.#words = z.record(z.string(), z.object({ at: z.iso.datetime(), content: word }))
    this.#key = `sisetu.drafts.${kind}.${personId}`
    this.#storage = storage
    this.#all = this.#read()
  }

  find = (name: string): Kept<Content> | undefined => this.#all[name]

  keep(name: string, content: Content, at = new Date()) {
    this.#write({ ...this.#read(), [name]: { at: at.toISOString(), content } })
  }

  drop(name: string) {
    const { [name]: gone, ...others } = this.#read()
    if (gone) this.#write(others)
  }

  #write(all: Record<string, Kept<Content>>) {
    this.#all = all
    this.#storage.setItem(this.#key, JSON.stringify(all))
  }

  /** Another tab may have written since; what an older Sisetu kept in another shape is forgotten. */
  #read(): Record<string, Kept<Content>> {
    return this.#words.safeParse(parsed(this.#storage.getItem(this.#key))).data ?? {}
  }
}

interface HalfWritten<Content> {
  name: string
  isChanged: boolean
  content: Content
}

/** In a component: what is half written is kept as long as it differs from what is in force. */
export function keepWhileChanged<Content>(
  kept: KeptDrafts<Content>,
  written: () => HalfWritten<Content> | undefined,
) {
  $effect(() => {
    const now = written()
    if (!now) return
    const { name, isChanged, content } = now
    untrack(() => (isChanged ? kept.keep(name, content) : kept.drop(name)))
  })
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return undefined
  }
}
