import type { Assessment, Hazard } from '../../server/hazard/hazard.ts'
import type { RiskChoice, RiskFactor, RiskLevel, RiskMethod } from '../../server/risk/risk.ts'
import { isGraver } from '../../server/risk/rules/comparison.ts'
import { type Assessed, assess, isVerified, type Reckoned } from '../../server/risk/rules/method.ts'
import type { Api } from '../api.ts'

export type AssessedScale = Assessment['scale']
export const assessedScales: readonly AssessedScale[] = ['inherent', 'residual']

type Inputs = Readonly<Record<string, string>>
type PerScale<Value> = Readonly<Record<AssessedScale, Value>>

const isSame = (a: Inputs, b: Inputs) =>
  Object.keys(a).length === Object.keys(b).length &&
  Object.entries(a).every(([key, value]) => b[key] === value)

/** Which factor on which scale is being entered. */
export interface Cell {
  factor: string
  scale: AssessedScale
}

/**
 * An assessment being entered, inherent and residual side by side: score, level and working follow each key by
 * the server's own rule. A scale that is left empty, or as it was, is not sent.
 */
export class AssessDraft {
  methodId = $state<number | undefined>()
  inputs = $state.raw<PerScale<Inputs>>({ inherent: {}, residual: {} })
  at = $state.raw<Cell>({ factor: '', scale: 'inherent' })
  note = $state('')
  reason = $state('')
  evidence = $state('')
  busy = $state(false)
  /** Those in force. */
  methods = $state.raw<readonly RiskMethod[]>([])
  readonly method: RiskMethod | undefined = $derived.by(() =>
    this.methods.find(each => each.id === this.methodId),
  )
  readonly factors: readonly RiskFactor[] = $derived(this.method?.factors ?? [])
  readonly results: PerScale<Assessed | undefined> = $derived({
    inherent: this.#reckon('inherent'),
    residual: this.#reckon('residual'),
  })
  /** The scales that will be sent: what changed, or all that is whole when nothing did. */
  readonly sent: readonly AssessedScale[] = $derived.by(() => {
    const whole = assessedScales.filter(scale => this.results[scale]?.assessed)
    const changed = whole.filter(scale => this.#isChanged(scale))
    return changed.length > 0 ? changed : whole
  })
  readonly isRepeat: boolean = $derived(this.sent.every(scale => !this.#isChanged(scale)))
  readonly hasFault: boolean = $derived(assessedScales.some(scale => this.results[scale]?.assessed === false))
  /** The risk that would remain is graver than the inherent one: the reason is asked for. */
  readonly asksReason: boolean = $derived.by(() => {
    const [inherent, residual] = [this.#counting('inherent'), this.#counting('residual')]
    return inherent !== undefined && residual !== undefined && isGraver(residual, inherent)
  })
  readonly isReady: boolean = $derived(
    this.sent.length > 0 && !this.hasFault && (!this.asksReason || this.reason.trim() !== ''),
  )
  /** False while a table that was used has not been checked against its source. */
  readonly isVerified: boolean = $derived.by(() => {
    const { method } = this
    return method !== undefined && assessedScales.every(scale => isVerified(method, this.inputs[scale]))
  })
  readonly #past: readonly Assessment[]

  constructor({
    methods,
    past,
    hazard,
  }: {
    methods: readonly RiskMethod[]
    past: readonly Assessment[]
    hazard: Pick<Hazard, 'domain'>
  }) {
    this.methods = methods.filter(({ inForce }) => inForce)
    this.#past = past
    const last = this.methods.find(method => isOfSet(past[0], method))
    const suited = this.methods.find(({ domains }) => domains.includes(hazard.domain))
    this.takeMethod((last ?? suited ?? this.methods[0])?.id)
  }

  /** The newest assessment on a scale, whatever it was made by. */
  lastOn = (scale: AssessedScale): Assessment | undefined => this.#past.find(each => each.scale === scale)

  /**
   * What another criteria set left behind is not carried over: the same letter means another table. An earlier version
   * of the same set lends its values; those that its tables no longer have are refused in their cells.
   */
  takeMethod(id: number | undefined) {
    this.methodId = id
    const begin = (scale: AssessedScale): Inputs => {
      const last = this.lastOn(scale)
      if (last && last.methodId === id) return last.inputs
      if (isOfSet(last, this.method)) return this.#known(last?.inputs ?? {})
      const vetoes = this.factors.filter(({ kind }) => kind === 'veto')
      return Object.fromEntries(vetoes.map(({ factor }) => [factor, '0']))
    }
    this.inputs = { inherent: begin('inherent'), residual: begin('residual') }
    this.at = { factor: this.factors[0]?.factor ?? '', scale: 'inherent' }
  }

  /**
   * A version published while the form is open takes the place of the one before; what was entered stays.
   * @returns the version that is followed now, if it is another one
   */
  follow(methods: readonly RiskMethod[]): RiskMethod | undefined {
    const before = this.method
    this.methods = methods.filter(({ inForce }) => inForce)
    if (!before || this.method) return
    const next = this.methods.find(each => isSameSet(before, each))
    this.methodId = next?.id
    this.inputs = { inherent: this.#known(this.inputs.inherent), residual: this.#known(this.inputs.residual) }
    return next
  }

  #known = (inputs: Inputs): Inputs =>
    Object.fromEntries(
      Object.entries(inputs).filter(([name]) => this.factors.some(each => each.factor === name)),
    )

  choose({ factor, scale }: Cell, value: string) {
    const { [factor]: _before, ...rest } = this.inputs[scale]
    this.inputs = { ...this.inputs, [scale]: value === '' ? rest : { ...rest, [factor]: value } }
  }

  /** The next or earlier listed value, as the arrow keys ask. */
  step(cell: Cell, by: 1 | -1) {
    const values = this.choicesOf(cell.factor).map(({ value }) => value)
    const now = values.indexOf(this.inputs[cell.scale][cell.factor] ?? '')
    const next =
      now < 0 ? (by > 0 ? 0 : values.length - 1) : Math.min(values.length - 1, Math.max(0, now + by))
    const value = values[next]
    if (value !== undefined) this.choose(cell, value)
  }

  copyToResidual() {
    this.inputs = { ...this.inputs, residual: this.inputs.inherent }
  }

  choicesOf = (factor: string): readonly RiskChoice[] =>
    this.method?.choices.filter(choice => choice.factor === factor) ?? []

  /** What is wrong with a cell; nothing while it is empty or still the beginning of a listed value. */
  faultAt({ factor, scale }: Cell) {
    const result = this.results[scale]
    const text = this.inputs[scale][factor] ?? ''
    if (result?.assessed !== false || text === '') return undefined
    const isHere = this.at.factor === factor && this.at.scale === scale
    if (isHere && this.choicesOf(factor).some(({ value }) => value.startsWith(text))) return undefined
    return result.faults.find(fault => fault.factor === factor)?.message
  }

  isEmpty = (scale: AssessedScale): boolean =>
    this.factors.every(({ factor, kind }) => kind === 'veto' || !this.inputs[scale][factor])

  /** The level a scale of the source would have after saving. */
  levelAfter = (scale: AssessedScale): RiskLevel => this.#counting(scale)?.level ?? 0

  #reckon(scale: AssessedScale): Assessed | undefined {
    return this.method && !this.isEmpty(scale) ? assess(this.method, this.inputs[scale]) : undefined
  }

  #isChanged(scale: AssessedScale): boolean {
    const last = this.lastOn(scale)
    const result = this.results[scale]
    if (!last || last.methodId !== this.methodId) return true
    return result?.assessed === true && !isSame(result.inputs, last.inputs)
  }

  #counting(scale: AssessedScale): Pick<Assessment, 'methodId' | 'level' | 'severity'> | undefined {
    const result = this.results[scale]
    return this.methodId !== undefined && result?.assessed
      ? { methodId: this.methodId, level: result.level, severity: result.severity }
      : this.lastOn(scale)
  }

  #resultOf(scale: AssessedScale | undefined): Reckoned | undefined {
    const result = scale && this.results[scale]
    return result?.assessed ? result : undefined
  }

  async save(api: Api, hazard: Pick<Hazard, 'id' | 'version'>): Promise<Hazard> {
    const [scale, other] = this.sent
    const counterpart = this.#resultOf(other)
    this.busy = true
    try {
      return await api.post<Hazard>(`/api/hazards/${hazard.id}/assessments`, {
        scale,
        methodId: this.methodId,
        inputs: this.#resultOf(scale)?.inputs,
        ...(counterpart ? { counterpart: { methodId: this.methodId, inputs: counterpart.inputs } } : {}),
        note: this.note,
        reason: this.asksReason ? this.reason.trim() : '',
        evidence: this.evidence.trim(),
        version: hazard.version,
      })
    } finally {
      this.busy = false
    }
  }
}

type CriteriaSet = Pick<RiskMethod, 'method' | 'edition'>
export const isSameSet = (one: CriteriaSet, other: CriteriaSet): boolean =>
  one.method === other.method && one.edition === other.edition

const isOfSet = (past: Assessment | undefined, method: RiskMethod | undefined): boolean =>
  past !== undefined && method !== undefined && isSameSet(past, method)
