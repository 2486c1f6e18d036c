import type { Hazard } from '../../server/hazard/hazard.ts'
import type { LiveTerm } from '../../server/inspection/inspection.ts'
import type { Polygon } from '../../server/region/place.ts'
import { placeIn, spotOf } from '../../server/region/rules/lattice.ts'
import type { Warning, WarningAmendment, WarningInput, WarningLevel } from '../../server/warning/warning.ts'
import { en, zh } from '../language/words.ts'
import { levelOfWarning } from '../look/level.ts'

export type AreaKind = 'town' | 'region' | 'drawn'

const hourMs = 3_600_000

/** A warning while it is written: a new one, or the change of one in force. */
export class WarningDraft {
  /** What is being changed; undefined for a new one. */
  readonly seen: Warning | undefined
  level = $state<WarningLevel>('orange')
  kind = $state('暴雨')
  areaKind = $state<AreaKind>('town')
  area = $state.raw<Polygon | null>(null)
  hours = $state<number | undefined>(6)
  #title = $state<string | undefined>()
  #titleEn = $state<string | undefined>()
  readonly #hoursBefore: number | undefined

  /** @param from what the words begin with: the warning to change, or one to issue again */
  constructor({
    seen,
    from = seen,
    nowMs,
  }: { seen?: Warning | undefined; from?: Warning | undefined; nowMs: number }) {
    this.seen = seen
    if (!from) return
    this.level = from.level
    this.kind = from.kind
    this.area = from.area
    this.areaKind = from.area ? 'drawn' : 'town'
    if (titleOf(zh, from) !== from.title) this.#title = from.title
    if (titleOf(en, from) !== from.titleEn) this.#titleEn = from.titleEn
    if (!seen) return
    this.hours = Math.max(1, Math.ceil((Date.parse(seen.until) - nowMs) / hourMs))
    this.#hoursBefore = this.hours
  }

  /** Made of kind and level until somebody writes another one. */
  get title(): string {
    return this.#title ?? titleOf(zh, this)
  }
  set title(text: string) {
    this.#title = text
  }
  get titleEn(): string {
    return this.#titleEn ?? titleOf(en, this)
  }
  set titleEn(text: string) {
    this.#titleEn = text
  }

  get lacksArea(): boolean {
    return this.areaKind !== 'town' && this.area === null
  }
  get isReady(): boolean {
    return !this.lacksArea && this.title.trim() !== '' && this.hours !== undefined && this.hours > 0
  }

  /** The end that was set before stays to the second while the hours are left as they are. */
  untilMs(nowMs: number): number {
    if (this.seen && this.hours === this.#hoursBefore) return Date.parse(this.seen.until)
    return nowMs + (this.hours ?? 0) * hourMs
  }

  words(nowMs: number): Omit<WarningInput, 'townId'> {
    return {
      kind: this.kind,
      kindEn: Object.entries(en.warning.kinds).find(([kind]) => kind === this.kind)?.[1] ?? '',
      level: this.level,
      title: this.title.trim(),
      titleEn: this.titleEn.trim(),
      area: this.areaKind === 'town' ? null : this.area,
      until: new Date(this.untilMs(nowMs)).toISOString(),
    }
  }

  change(nowMs: number): WarningAmendment {
    return { ...this.words(nowMs), version: this.seen?.version ?? 0 }
  }

  /** The same words over the version that somebody saved meanwhile. */
  over(theirs: Warning, nowMs: number): WarningDraft {
    const again = new WarningDraft({ seen: theirs, nowMs })
    again.level = this.level
    again.kind = this.kind
    again.areaKind = this.areaKind
    again.area = this.area
    again.hours = this.hours
    again.title = this.title
    again.titleEn = this.titleEn
    return again
  }
}

/** 「暴雨橙色预警」, “Rainstorm: Orange warning”. */
function titleOf(
  { warning, look }: typeof zh,
  { kind, level }: { kind: string; level: WarningLevel },
): string {
  const said = Object.entries(warning.kinds).find(([name]) => name === kind)?.[1] ?? kind
  return warning.form.titlePreset(said, look.scales.warning.whole[levelOfWarning(level)])
}

/** The rule that a warning of a kind and level would raise sources by; undefined where it only informs. */
export const termFor = (terms: readonly LiveTerm[], { kind, level }: { kind: string; level: WarningLevel }) =>
  terms.find(
    ({ cause, grade, warningKind }) =>
      cause === 'warning' && grade === level && (warningKind === null || warningKind === kind),
  )

/** How many of the sources it would raise: of the kinds of the rule, inside the area. */
export function concerned(
  hazards: readonly Pick<Hazard, 'kind' | 'lngLat' | 'standing'>[],
  { term, area }: { term: LiveTerm | undefined; area: Polygon | null },
): number {
  if (!term) return 0
  const [outer = [], ...holes] = (area?.coordinates ?? []).map(ring => ring.slice(0, -1).map(spotOf))
  return hazards.filter(({ kind, lngLat, standing }) => {
    if (standing === 'rejected' || !(term.hazardKinds?.includes(kind) ?? true)) return false
    const spot = spotOf(lngLat)
    return !area || (placeIn(outer, spot) >= 0 && holes.every(hole => placeIn(hole, spot) < 0))
  }).length
}
