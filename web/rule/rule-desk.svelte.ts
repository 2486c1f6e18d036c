import { untrack } from 'svelte'
import { Problem } from '../api.ts'
import { type Kept, type KeptDrafts, keepWhileChanged } from './kept-drafts.svelte.ts'

export interface RuleDraft<Version, Content, Draft> {
  /** The version in force that the draft would follow. */
  readonly seen: Version
  readonly isChanged: boolean
  readonly kept: Content
  /** What the draft changes, over what somebody saved meanwhile. */
  over(theirs: Version): Draft
}

interface RuleWork<Version, Content, Draft> {
  kept: KeptDrafts<Content>
  /** Whose rules: what is half written is kept under this name. */
  name: string
  inForce: () => Version
  numberOf: (version: Version) => number
  draftOf: (version: Version) => Draft
  draftFrom: (content: Content) => Draft
  /** An earlier version as the next one: nothing that was in force is lost. */
  earlier: (version: Version) => Draft
  save: (draft: Draft) => Promise<Version>
  again: () => Promise<void>
  onsaved: (saved: Version, undo: () => void) => void
  onproblem: (error: unknown) => void
}

/**
 * Rules of a town while somebody changes them: kept half written, saved as the next version, merged with another's.
 * Made by a component while it is set up.
 */
export class RuleDesk<Version, Content, Draft extends RuleDraft<Version, Content, Draft>> {
  /** What was half written when the panel was left. */
  found: Kept<Content> | undefined
  draft: Draft
  busy = $state(false)
  /** What somebody saved while this draft was written. */
  theirs = $state.raw<Version | undefined>()
  readonly #work: RuleWork<Version, Content, Draft>

  constructor(work: RuleWork<Version, Content, Draft>) {
    this.#work = work
    const { kept, name, inForce, draftOf, draftFrom } = work
    const found = untrack(() => kept.find(name))
    this.found = $state.raw(found)
    this.draft = $state.raw(untrack(() => (found ? draftFrom(found.content) : draftOf(inForce()))))
    keepWhileChanged(kept, () => ({ name, isChanged: this.draft.isChanged, content: this.draft.kept }))
    $effect(() => this.#follow(inForce()))
  }

  /** Somebody else's change is taken over while nothing of one's own is under way. */
  #follow(now: Version) {
    const { numberOf, draftOf } = this.#work
    untrack(() => {
      if (!this.draft.isChanged && numberOf(this.draft.seen) !== numberOf(now)) this.draft = draftOf(now)
    })
  }

  discard = () => {
    this.found = undefined
    this.draft = this.#work.draftOf(this.#work.inForce())
  }

  restore = (version: Version) => this.save(this.#work.earlier(version))

  save = async (next: Draft) => {
    if (this.busy) return
    this.busy = true
    this.theirs = undefined
    try {
      const saved = await this.#work.save(next)
      this.discard()
      this.#work.onsaved(saved, () => void this.restore(next.seen))
    } catch (error) {
      if (error instanceof Problem && error.code === 'conflict') await this.#meet(next)
      else this.#work.onproblem(error)
    }
    this.busy = false
  }

  async #meet(next: Draft) {
    this.draft = next
    const { again, inForce, numberOf, onproblem } = this.#work
    await again().catch(onproblem)
    const now = inForce()
    if (numberOf(now) !== numberOf(next.seen)) this.theirs = now
  }

  keepMine = () => {
    if (this.theirs) this.draft = this.draft.over(this.theirs)
    this.theirs = undefined
  }

  takeTheirs = () => {
    this.discard()
    this.theirs = undefined
  }
}
