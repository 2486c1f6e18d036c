import type { Origin, Standing } from '../../server/region/place.ts'
import { type Api, Problem } from '../api.ts'

export type Register = 'hazards' | 'targets' | 'shelters' | 'responders' | 'supplies'
export type Verdict = 'confirm' | 'reject'

export interface Judged {
  id: number
  version: number
  standing: Standing
  origin: Origin | null
}

/** Confirms or rejects drafts one after the other and says how far it is. */
export class Judging {
  done = $state(0)
  total = $state(0)
  readonly busy: boolean = $derived(this.done < this.total)
  readonly #api: Api

  constructor(api: Api) {
    this.#api = api
  }

  /** Answers how many were judged and how many somebody else had settled before. Throws Problem on any other refusal. */
  async judge(register: Register, rows: readonly Judged[], verdict: Verdict) {
    this.done = 0
    this.total = rows.length
    let skipped = 0
    try {
      for (const { id, version } of rows) {
        skipped += (await this.#one(`/api/${register}/${id}/${verdict}`, version)) ? 0 : 1
        this.done += 1
      }
    } finally {
      this.total = this.done
    }
    return { judged: rows.length - skipped, skipped }
  }

  async #one(path: string, version: number): Promise<boolean> {
    try {
      await this.#api.post(path, { version })
      return true
    } catch (error) {
      if (error instanceof Problem && error.code === 'conflict') return false
      throw error
    }
  }
}

export interface TagGroup<Row> {
  tag: string
  rows: Row[]
}

/** Drafts by the map tag they came from, the most frequent first. */
export function byTag<Row extends Judged>(rows: readonly Row[]): TagGroup<Row>[] {
  const groups = new Map<string, Row[]>()
  for (const row of rows.filter(each => each.standing === 'draft')) {
    const tag = row.origin?.tag ?? ''
    groups.set(tag, [...(groups.get(tag) ?? []), row])
  }
  return [...groups]
    .map(([tag, list]) => ({ tag, rows: list }))
    .sort((a, b) => b.rows.length - a.rows.length || a.tag.localeCompare(b.tag))
}
