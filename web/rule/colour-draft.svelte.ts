import { z } from 'zod'
import { HazardKind } from '../../server/hazard/hazard.ts'
import { faultsOf } from '../../server/risk/rules/settings-check.ts'
import {
  type DecayEntry,
  type ExposureRow,
  RiskRows,
  RiskSettings,
  type RiskSettingsInput,
  type UpgradeRow,
} from '../../server/risk/rules/settings-words.ts'
import { mergedFields } from './merge.ts'

export type Part = 'upgrades' | 'exposure' | 'decay'
export const parts: readonly Part[] = ['upgrades', 'exposure', 'decay']

/** A draft as it is kept while nobody saves it; `seen` is what it would replace. */
export const KeptColours = z.object({ seen: RiskSettings, rows: RiskRows, note: z.string() })
export type KeptColours = z.infer<typeof KeptColours>

/** What ships: the highest level decides, and nothing else. */
export const shippedSettings = (townId: number): RiskSettings => ({
  townId,
  version: 0,
  upgrades: [],
  exposure: [],
  decay: [],
  note: '',
  setAt: null,
  setBy: '',
})

/** The colouring rules while they are changed; `seen` is the version in force that they would follow. */
export class ColourDraft {
  readonly seen: RiskSettings
  upgrades = $state.raw<readonly UpgradeRow[]>([])
  exposure = $state.raw<readonly ExposureRow[]>([])
  decay = $state.raw<readonly DecayEntry[]>([])
  note = $state('')
  readonly rows: RiskRows = $derived({
    upgrades: [...this.upgrades],
    exposure: [...this.exposure],
    decay: [...this.decay],
  })
  readonly faults = $derived(faultsOf(this.rows, HazardKind.options))
  readonly isChanged: boolean = $derived(
    parts.some(part => JSON.stringify(this.rows[part]) !== JSON.stringify(this.seen[part])),
  )

  constructor(seen: RiskSettings, content: RiskRows = seen) {
    this.seen = seen
    this.upgrades = content.upgrades
    this.exposure = content.exposure
    this.decay = content.decay
  }

  faultAt = (path: string) => this.faults.find(fault => fault.path === path)?.message

  /** A row that stands for a common choice, so that turning a part on already means something. */
  add(part: Part) {
    if (part === 'upgrades') this.upgrades = [...this.upgrades, nextUpgrade(this.upgrades)]
    else if (part === 'exposure') this.exposure = [...this.exposure, nextExposure(this.exposure)]
    else
      this.decay = this.decay.length === 0 ? twoSteps : [...this.decay, { kind: '*', upTo: '', factor: '' }]
  }

  remove(part: Part, place: number) {
    if (part === 'upgrades') this.upgrades = without(this.upgrades, place)
    else if (part === 'exposure') this.exposure = without(this.exposure, place)
    else this.decay = without(this.decay, place)
  }

  setUpgrade(place: number, change: Partial<UpgradeRow>) {
    this.upgrades = this.upgrades.map((row, i) => (i === place ? { ...row, ...change } : row))
  }

  setExposure(place: number, change: Partial<ExposureRow>) {
    this.exposure = this.exposure.map((row, i) => (i === place ? { ...row, ...change } : row))
  }

  setDecay(place: number, change: Partial<DecayEntry>) {
    this.decay = this.decay.map((row, i) => (i === place ? { ...row, ...change } : row))
  }

  get input(): RiskSettingsInput {
    return { version: this.seen.version, ...this.rows, note: this.note.trim() }
  }

  get kept(): KeptColours {
    return { seen: this.seen, rows: this.rows, note: this.note }
  }

  static from({ seen, rows, note }: KeptColours): ColourDraft {
    const draft = new ColourDraft(seen, rows)
    draft.note = note
    return draft
  }

  /** The parts that one changed over the version that somebody saved meanwhile; the others as they made them. */
  over(theirs: RiskSettings): ColourDraft {
    return ColourDraft.from({
      seen: theirs,
      rows: mergedFields(rowsOf(this.seen), this.rows, rowsOf(theirs)),
      note: this.note,
    })
  }
}

const rowsOf = ({ upgrades, exposure, decay }: RiskRows): RiskRows => ({ upgrades, exposure, decay })

const without = <Row>(rows: readonly Row[], place: number) => rows.filter((_, i) => i !== place)

const twoSteps: readonly DecayEntry[] = [
  { kind: '*', upTo: '0.5', factor: '1' },
  { kind: '*', upTo: '1', factor: '0.7' },
]

function nextUpgrade(rows: readonly UpgradeRow[]): UpgradeRow {
  const from = ([3, 2, 4] as const).find(level => rows.every(row => row.from !== level)) ?? 3
  return { from, count: 3, to: from === 2 ? 1 : from === 3 ? 2 : 3 }
}

function nextExposure(rows: readonly ExposureRow[]): ExposureRow {
  const last = Math.max(0, ...rows.map(({ peopleFrom }) => peopleFrom))
  return { peopleFrom: last === 0 ? 500 : last * 2, factor: '1.2' }
}
