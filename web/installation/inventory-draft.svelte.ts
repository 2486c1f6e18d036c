import type { InventoryLine, WorkedLine } from '../../server/installation/installation.ts'
import { type Appraised, appraise, type LineFault } from '../../server/installation/rules/appraise.ts'
import type { ClassSymbol } from '../../server/installation/rules/classes.ts'
import type { Substance } from '../../server/installation/rules/substances.ts'

/** A line with a key of its own, so that a row keeps its fields when another is taken out. */
export interface DraftLine extends InventoryLine {
  key: number
}

const stripped = ({ key: _, ...line }: DraftLine): InventoryLine => line

/** An inventory being entered: S, R and the grade follow every key, by the server's own rule. */
export class InventoryDraft {
  lines = $state.raw<readonly DraftLine[]>([])
  /** Whom alpha is taken from; undefined leaves it at the count. */
  people = $state<number | undefined>()
  #made = 0
  readonly #counted: number
  readonly #begun: readonly InventoryLine[]
  /** A line without a mass is still being entered: it is no fault, and it does not count yet. */
  readonly #filled = $derived(this.lines.filter(({ tonnes }) => tonnes !== ''))
  readonly appraised: Appraised = $derived.by(() =>
    appraise(this.#filled.map(stripped), this.people ?? this.#counted),
  )
  readonly plain: readonly InventoryLine[] = $derived(this.lines.map(stripped))
  readonly isWhole = $derived(this.#filled.length === this.lines.length)
  readonly isChanged = $derived.by(() => JSON.stringify(this.plain) !== JSON.stringify(this.#begun))

  constructor(lines: readonly InventoryLine[], counted: number) {
    this.#counted = counted
    this.#begun = lines
    this.reset()
  }

  reset = () => {
    this.lines = this.#begun.map(line => ({ ...line, key: this.#next() }))
    this.people = this.#counted
  }

  #next = () => {
    this.#made += 1
    return this.#made
  }

  /** Adds an empty line of a substance; answers its key, for the field that is filled next. */
  addSubstance = ({ no, name, cas }: Pick<Substance, 'no' | 'name' | 'cas'>): number =>
    this.#add({ no, name, cas: cas.length === 1 ? (cas[0] ?? null) : null })

  /** Adds a line for what table 1 does not name; its class is chosen next. */
  addOther = (name: string): number => this.#add({ no: null, name, cas: null })

  #add(what: Pick<InventoryLine, 'no' | 'name' | 'cas'>): number {
    const key = this.#next()
    this.lines = [...this.lines, { ...what, classes: [], tonnes: '', note: '', key }]
    return key
  }

  change = (key: number, more: Partial<InventoryLine>) => {
    this.lines = this.lines.map(line => (line.key === key ? { ...line, ...more } : line))
  }

  /** One class, or none for what the substance is by itself. */
  takeClass = (key: number, symbol: ClassSymbol | null) =>
    this.change(key, { classes: symbol ? [symbol] : [] })

  remove = (key: number) => {
    this.lines = this.lines.filter(line => line.key !== key)
  }

  #placeOf = (key: number) => this.#filled.findIndex(line => line.key === key)

  faultOf(key: number): LineFault | undefined {
    const place = this.#placeOf(key)
    return this.appraised.appraised ? undefined : this.appraised.faults.find(({ line }) => line === place)
  }

  workedOf(key: number): WorkedLine | undefined {
    return this.appraised.appraised ? this.appraised.result.lines[this.#placeOf(key)] : undefined
  }
}
