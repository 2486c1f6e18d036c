import type { Assessment, Hazard } from '../../server/hazard/hazard.ts'
import type { RiskChoice, RiskMethod, RiskScale } from '../../server/risk/risk.ts'
import { type Assessed, assess } from '../../server/risk/rules/method.ts'
import type { Api } from '../api.ts'

export const isFactor = (name: string): name is 'L' | 'E' | 'C' | 'S' => /^[LECS]$/.test(name)

/** Only the method's own factors: what another method left behind is not sent. */
const givenOf = (factors: readonly string[], inputs: Readonly<Record<string, string>>) =>
  Object.fromEntries(factors.map(factor => [factor, inputs[factor] ?? '']))

/** An assessment being entered: score, level and working follow each choice, by the server's own rule. */
export class AssessDraft {
  scale = $state<RiskScale>('residual')
  methodId = $state<number | undefined>()
  inputs = $state.raw<Readonly<Record<string, string>>>({})
  note = $state('')
  busy = $state(false)
  readonly methods: readonly RiskMethod[]
  readonly method: RiskMethod | undefined = $derived.by(() =>
    this.methods.find(each => each.id === this.methodId),
  )
  readonly factors: readonly ('L' | 'E' | 'C' | 'S')[] = $derived(
    this.method ? this.method.factors.map(({ factor }) => factor).filter(isFactor) : [],
  )
  readonly missing = $derived(this.factors.filter(factor => !this.inputs[factor]))
  readonly result: Assessed | undefined = $derived(
    this.method && this.missing.length === 0
      ? assess(this.method, givenOf(this.factors, this.inputs))
      : undefined,
  )
  /** False while a table that was used has not been checked against the standard. */
  readonly isVerified: boolean = $derived(
    this.method?.verified === true &&
      this.factors.every(factor => this.choicesOf(factor).find(this.#isChosen)?.verified ?? true),
  )
  readonly #past: readonly Assessment[]

  constructor(methods: readonly RiskMethod[], past: readonly Assessment[], scale: RiskScale) {
    this.methods = methods
    this.#past = past
    this.takeScale(scale)
  }

  /** Begins from the newest assessment on the scale, else on the other one, else empty by the first method. */
  takeScale(scale: RiskScale) {
    this.scale = scale
    const last = this.#past.find(each => each.scale === scale) ?? this.#past[0]
    this.methodId = last?.methodId ?? this.methods[0]?.id
    this.inputs = last?.inputs ?? {}
  }

  /** Another method keeps nothing: the same letter means another table. */
  takeMethod(id: number) {
    if (id === this.methodId) return
    this.methodId = id
    this.inputs = {}
  }

  choose(factor: string, value: string) {
    this.inputs = { ...this.inputs, [factor]: value }
  }

  choicesOf = (factor: string): readonly RiskChoice[] =>
    this.method?.choices.filter(choice => choice.factor === factor) ?? []

  #isChosen = (choice: RiskChoice) => this.inputs[choice.factor] === choice.value

  async save(api: Api, hazard: Pick<Hazard, 'id' | 'version'>): Promise<Hazard> {
    this.busy = true
    try {
      return await api.post<Hazard>(`/api/hazards/${hazard.id}/assessments`, {
        scale: this.scale,
        methodId: this.methodId,
        inputs: givenOf(this.factors, this.inputs),
        note: this.note,
        version: hazard.version,
      })
    } finally {
      this.busy = false
    }
  }
}
