import { criticalPath } from '../../plans/critical-path.ts'
import { factsOf } from '../../plans/facts.ts'
import { type Markable, mayMark, type Verdict } from '../../plans/may-mark.ts'
import type { ResponseLevel } from '../../plans/plan.ts'
import { levelAbove } from '../../plans/propose.ts'
import { type Board, type BoardNode, boardOf, nextUp } from '../../plans/run.ts'
import type { Run, RunNode } from '../../server/plan/plan.ts'
import type { Api } from '../api.ts'
import type { Clock } from '../clock.svelte.ts'
import type { Feed } from '../feed.svelte.ts'
import { Latest } from '../latest.ts'

/** One run as this screen knows it: the server's record, replaced whole, and the board derived at the world's time. */
export class RunBoard {
  run = $state.raw<Run | undefined>()
  busyNode = $state<string | undefined>()
  readonly #api: Api
  readonly #reading = new Latest()
  readonly #clock: Clock
  // A second is fine enough for deadlines; the clock itself ticks faster.
  readonly #second: number = $derived.by(() => Math.floor(this.#clock.now / 1000) * 1000)
  readonly board: Board | undefined = $derived.by(() =>
    this.run ? boardOf(this.run.document, factsOf(this.run, new Date(this.#second))) : undefined,
  )
  readonly open: BoardNode[] = $derived(this.board ? nextUp(this.board) : [])
  readonly criticalMinutes: number = $derived(this.board ? criticalPath(this.board).minutes : 0)
  readonly elapsedSeconds: number = $derived(
    this.run ? Math.max(0, (this.#second - Date.parse(this.run.startedAt)) / 1000) : 0,
  )
  readonly nextLevel: ResponseLevel | undefined = $derived(this.run ? levelAbove(this.run.level) : undefined)

  constructor(api: Api, clock: Clock) {
    this.#api = api
    this.#clock = clock
  }

  async load(id: number | undefined): Promise<void> {
    if (id === undefined) {
      this.#reading.drop()
      this.run = undefined
      return
    }
    await this.#reading.read(
      () => this.#api.get<Run>(`/api/runs/${id}`),
      run => {
        if (!this.run || this.run.id !== run.id || !isOlder(run, this.run)) this.run = run
      },
    )
  }

  /** Keeps the board in step with the feed; answers how to stop. */
  follow(feed: Feed): () => void {
    const again = () => void this.load(this.run?.id).catch(() => undefined)
    const stops = [
      feed.on('run', change => change.id === this.run?.id && again()),
      feed.on('run-node', change => change.id === this.run?.id && again()),
      feed.onReset(again),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }

  mayMark(nodeId: string, state: Markable): Verdict {
    if (!this.board) return { allowed: false, reason: { zh: '未启动', en: 'Not running' } }
    return mayMark(this.board, nodeId, state)
  }

  /** Marks a node at the version this screen saw; the answer replaces the copy here. */
  async mark(nodeId: string, state: Markable, note = ''): Promise<void> {
    const { run } = this
    if (!run) return
    this.busyNode = nodeId
    try {
      const version = run.nodes.find(node => node.nodeId === nodeId)?.version ?? 0
      const marked = await this.#api.post<RunNode>(`/api/runs/${run.id}/nodes/${nodeId}`, {
        state,
        note,
        version,
      })
      if (this.run?.id === run.id) this.run = withMark(this.run, marked)
    } finally {
      this.busyNode = undefined
    }
  }

  async escalate(level: ResponseLevel): Promise<void> {
    const { run } = this
    if (run)
      this.run = await this.#api.post<Run>(`/api/runs/${run.id}/escalate`, { level, version: run.version })
  }
}

/** The run with one mark replaced, whichever order answers arrive in. */
export function withMark(run: Run, marked: RunNode): Run {
  const known = run.nodes.find(node => node.nodeId === marked.nodeId)
  if (known && known.version > marked.version) return run
  return { ...run, nodes: [...run.nodes.filter(node => node.nodeId !== marked.nodeId), marked] }
}

const isOlder = (one: Run, other: Run) =>
  one.version < other.version || (one.version === other.version && sumOf(one) < sumOf(other))
const sumOf = (run: Run) => run.nodes.reduce((sum, node) => sum + node.version, 0)
