import type { GridDraft } from '../../server/grid/draft.ts'
import type { Grid } from '../../server/grid/grid.ts'
import type {
  LineKind,
  Measure,
  Partition,
  PartitionInput,
  Workload,
} from '../../server/partition/partition.ts'
import type { Api } from '../api.ts'
import { BoundaryDraft } from '../grid/boundary-draft.svelte.ts'

export type Along = 'lines' | 'square' | 'hexagon'
export type Lack = 'area' | 'other' | 'lines' | 'side' | 'size'

/** Marks in the ground that a boundary usually follows; lanes and streams cut too finely. */
export const usualLines: readonly LineKind[] = [
  'river',
  'rail',
  'motorway',
  'trunk',
  'primary',
  'secondary',
  'tertiary',
  'street',
]

/** What somebody asks to be divided or balanced, and the suggestion that came of it. */
export class PartitionDesk {
  faces = $state.raw<ReadonlySet<number>>(new Set())
  kind = $state<PartitionInput['kind']>('balance')
  measure = $state<Measure>('households')
  size = $state<'count' | 'each'>('count')
  count = $state<number | undefined>()
  each = $state<number | undefined>()
  along = $state<Along>('lines')
  lines = $state.raw<ReadonlySet<LineKind>>(new Set(usualLines))
  sideMeters = $state<number | undefined>(250)
  workload = $state<Workload>({ person: 1, hazard: 100, incident: 50 })
  state = $state<'idle' | 'working' | 'saving'>('idle')
  partition = $state.raw<Partition | undefined>()
  seconds = $state(0)
  /** Grids at the versions the suggestion was made on. */
  #seen: readonly Grid[] = []
  /** The question the suggestion answers; another question leaves it behind. */
  #asked = $state.raw<{ kind: PartitionInput['kind']; measure: Measure } | undefined>()
  #turn = 0
  readonly #api: Api

  constructor(api: Api) {
    this.#api = api
  }

  get asked() {
    return this.#asked
  }

  /** Why nothing can be asked yet. */
  readonly lacks = $derived.by((): Lack | undefined => {
    if (this.faces.size === 0) return 'area'
    if (this.faces.size === 1 && this.kind === 'balance') return 'other'
    if (this.along === 'lines' && this.lines.size === 0) return 'lines'
    if (this.along !== 'lines' && this.sideMeters === undefined) return 'side'
    return this.kind === 'partition' && this.size === 'each' && !this.each ? 'size' : undefined
  })

  /** As many grids as there are, when nobody says how many. */
  get howMany(): number {
    return this.count ?? Math.max(2, this.faces.size)
  }

  choose(faces: Iterable<number>): void {
    this.faces = new Set(faces)
    this.drop()
  }

  toggle(face: number): void {
    const next = new Set(this.faces)
    if (!next.delete(face)) next.add(face)
    this.choose(next)
  }

  toggleLine(kind: LineKind): void {
    const next = new Set(this.lines)
    if (!next.delete(kind)) next.add(kind)
    this.lines = next
  }

  drop(): void {
    this.#turn++
    this.partition = undefined
    this.#asked = undefined
    if (this.state === 'working') this.state = 'idle'
  }

  /** The question as the server takes it; hectares become square metres. */
  inputFor(townId: number): PartitionInput {
    const { kind, measure, size, each, along, sideMeters } = this
    const amount = size === 'each' ? { each: (each ?? 1) * (measure === 'area' ? 10_000 : 1) } : {}
    return {
      townId,
      faces: [...this.faces],
      kind,
      measure,
      ...(kind === 'balance' ? {} : size === 'each' ? amount : { count: this.howMany }),
      along:
        along === 'lines'
          ? { by: 'lines', kinds: [...this.lines] }
          : { by: 'net', shape: along, sideMeters: sideMeters ?? 250 },
      workload: { ...this.workload },
    }
  }

  /** Asks for a suggestion; a question that was given up meanwhile leaves nothing behind. */
  async suggest(townId: number, grids: readonly Grid[]): Promise<void> {
    this.drop()
    const turn = this.#turn
    this.state = 'working'
    this.#seen = grids
    const begin = performance.now()
    try {
      const { kind, measure } = this
      const found = await this.#api.post<Partition>('/api/grid-partitions', this.inputFor(townId))
      if (turn !== this.#turn) return
      this.partition = found
      this.#asked = { kind, measure }
      this.seconds = (performance.now() - begin) / 1000
    } finally {
      if (turn === this.#turn) this.state = 'idle'
    }
  }

  /** Keeps the suggestion as a draft. */
  async keep(townId: number, { name, reason }: { name: string; reason: string }): Promise<GridDraft> {
    this.state = 'saving'
    try {
      const edits = this.partition?.edits ?? []
      // Neighbours outside the chosen grids take up new corners: the coverage says which grids the edits touch.
      const { seen } = new BoundaryDraft(this.#seen, edits)
      return await this.#api.post<GridDraft>('/api/grid-drafts', {
        ...{ townId, name, reason, edits, seen, version: 0 },
      })
    } finally {
      this.state = 'idle'
    }
  }
}
