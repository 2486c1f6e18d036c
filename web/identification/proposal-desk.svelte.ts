import type {
  IdentificationRule,
  IdentificationRun,
  Proposal,
} from '../../server/identification/identification.ts'
import type { Api } from '../api.ts'
import { Latest } from '../latest.ts'

export type Decision = 'open' | 'confirmed' | 'rejected'

interface Group {
  rule: IdentificationRule | undefined
  code: string
  rows: Proposal[]
}

/** What is new before what changed, and what did not change last. */
const newsRank: Record<Proposal['news'], number> = { returned: 0, fresh: 1, changed: 2, unchanged: 3 }

/** Proposals by rule, rules in their own order, in each the news first. */
export function groupsOf(rules: readonly IdentificationRule[], proposals: readonly Proposal[]): Group[] {
  const codes = [...new Set([...rules.map(({ code }) => code), ...proposals.map(({ rule }) => rule)])]
  return codes
    .map(code => ({
      code,
      rule: rules.find(each => each.code === code),
      rows: proposals
        .filter(({ rule }) => rule === code)
        .sort((a, b) => newsRank[a.news] - newsRank[b.news] || a.id - b.id),
    }))
    .filter(({ rows }) => rows.length > 0)
}

/** The row `by` steps from the selected one; the first when nothing is selected, and no step past either end. */
export function stepFrom(
  rows: readonly Proposal[],
  id: number | undefined,
  by: 1 | -1,
): Proposal | undefined {
  const at = rows.findIndex(each => each.id === id)
  if (at < 0) return rows[0]
  return rows[Math.max(0, Math.min(rows.length - 1, at + by))]
}

/** Proposals of a town, the run that made them, and the last decisions, so that the latest can be taken back. */
export class ProposalDesk {
  rules = $state.raw<readonly IdentificationRule[]>([])
  proposals = $state.raw<readonly Proposal[]>([])
  run = $state.raw<IdentificationRun | undefined>()
  decision = $state<Decision>('open')
  selectedId = $state<number | undefined>()
  ready = $state(false)
  busy = $state(false)
  readonly groups = $derived(groupsOf(this.rules, this.proposals))
  readonly rows = $derived(this.groups.flatMap(({ rows }) => rows))
  readonly selected = $derived(this.rows.find(({ id }) => id === this.selectedId))
  #decided = $state.raw<readonly Proposal[]>([])
  readonly canUndo = $derived(this.#decided.length > 0)
  readonly #api: Api
  readonly #reading = new Latest()
  #townId = 0

  constructor(api: Api) {
    this.#api = api
  }

  async load(townId: number): Promise<void> {
    if (townId !== this.#townId) {
      this.ready = false
      this.#decided = []
    }
    this.#townId = townId
    const asked = this.decision
    const town = { town: townId }
    const ask = () =>
      Promise.all([
        this.#api.get<IdentificationRule[]>('/api/identification/rules', town),
        this.#api.get<IdentificationRun[]>('/api/identification/runs', town),
        this.#api.get<Proposal[]>('/api/proposals', { ...town, state: asked }),
      ])
    await this.#reading.read(ask, ([rules, runs, proposals]) => {
      this.rules = rules
      this.run = runs[0]
      this.proposals = proposals
      this.ready = true
    })
  }

  show(decision: Decision): Promise<void> {
    this.decision = decision
    this.selectedId = undefined
    return this.load(this.#townId)
  }

  /** Runs the rules; while they run, their progress is read again and again. */
  async identify(): Promise<void> {
    this.busy = true
    const town = { town: this.#townId }
    const timer = setInterval(() => {
      void this.#api
        .get<IdentificationRun[]>('/api/identification/runs', town)
        .then(runs => {
          if (this.busy) this.run = runs[0]
        })
        .catch(() => undefined)
    }, 400)
    try {
      this.run = await this.#api.post<IdentificationRun>('/api/identification/runs', { townId: this.#townId })
      await this.load(this.#townId)
    } finally {
      clearInterval(timer)
      this.busy = false
    }
  }

  async decide(
    proposal: Proposal,
    verb: 'confirm' | 'reject',
    more: { reason?: string } = {},
  ): Promise<void> {
    const { id, version } = proposal
    const after = await this.#api.post<Proposal>(`/api/proposals/${id}/${verb}`, { version, ...more })
    const next = stepFrom(this.rows, id, 1)
    this.selectedId = next?.id === id ? stepFrom(this.rows, id, -1)?.id : next?.id
    this.proposals = this.proposals.filter(each => each.id !== id)
    this.#decided = [...this.#decided, after]
  }

  /** Takes the latest decision of this screen back, or the given one. */
  async undo(given?: Proposal): Promise<void> {
    const decided = given ?? this.#decided[this.#decided.length - 1]
    if (!decided) return
    const { id, version } = decided
    const after = await this.#api.post<Proposal>(`/api/proposals/${id}/undo`, { version })
    this.#decided = this.#decided.filter(each => each.id !== id)
    const others = this.proposals.filter(each => each.id !== id)
    this.proposals = this.decision === 'open' ? [...others, after] : others
    if (this.decision === 'open') this.selectedId = id
  }

  step(by: 1 | -1): void {
    this.selectedId = stepFrom(this.rows, this.selectedId, by)?.id
  }
}
