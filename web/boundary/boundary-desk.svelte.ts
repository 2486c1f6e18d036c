import type {
  BoundaryImport,
  BoundaryImportInput,
  BoundaryImportSummary,
  BoundaryPreview,
  BoundarySource,
  Crs,
  Defect,
  Mend,
} from '../../server/boundary/boundary.ts'
import type { Api } from '../api.ts'
import type { Feed } from '../feed.svelte.ts'
import { Problem } from '../problem.ts'
import { dueOf, groupsOf, proposalsOf } from './defects.ts'

type Change = Omit<BoundaryImportInput, 'version'>
export type View = 'both' | 'before' | 'after'

/** Imports of boundaries of a town, and the one that is open, as the server has them. */
export class BoundaryDesk {
  list = $state.raw<readonly BoundaryImportSummary[]>([])
  listState = $state<'loading' | 'ready' | 'failed'>('loading')
  current = $state.raw<BoundaryImport | undefined>()
  state = $state<'none' | 'opening' | 'ready' | 'failed'>('none')
  failure = $state.raw<unknown>()
  preview = $state.raw<BoundaryPreview | undefined>()
  /** The file as drawn, by each coordinate system asked about. */
  sources = $state.raw<ReadonlyMap<Crs, BoundarySource>>(new Map())
  /** The coordinate system looked at while it is not decided. */
  tried = $state<Crs | undefined>()
  pickedId = $state<string | undefined>()
  pickedRow = $state<number | undefined>()
  onlyOpen = $state(false)
  view = $state<View>('both')
  isSaving = $state(false)
  /** Why the grids change, for the draft that comes of it. */
  reason = $state('')
  /** What the server last refused of this import. */
  refusal = $state.raw<unknown>()
  readonly groups = $derived(groupsOf(this.current?.defects ?? [], this.onlyOpen))
  readonly picked: Defect | undefined = $derived(this.current?.defects.find(({ id }) => id === this.pickedId))
  /** What each defect of the picture covers. */
  readonly grounds = $derived(new Map(this.preview?.grounds.map(ground => [ground.id, ground])))
  readonly shownCrs: Crs | undefined = $derived(this.tried ?? this.current?.crs ?? undefined)
  readonly names: ReadonlyMap<number, string> = $derived.by(() => {
    const source = this.sources.get(this.shownCrs ?? '') ?? [...this.sources.values()][0]
    return new Map(source?.faces.flatMap(({ row, name }) => (name ? [[row, name] as const] : [])))
  })
  /** Files sent from this page, to be read again with other letters; the server keeps what it read, not the file. */
  readonly files = new Map<number, File>()
  readonly #api: Api
  #townId = 0
  /** Counts what was asked for, so that an answer that came too late is not shown. */
  #asked = 0

  constructor(api: Api) {
    this.#api = api
  }

  get townId(): number {
    return this.#townId
  }

  /** Reads the imports of a town and follows them; answers how to stop. */
  follow(townId: number, feed: Feed): () => void {
    if (this.#townId !== 0 && this.#townId !== townId) this.close()
    this.#townId = townId
    this.listState = 'loading'
    void this.loadList()
    const stops = [
      feed.on('boundary-import', ({ id, version }) => void this.#hear(id, version)),
      feed.onReset(() => void this.loadList()),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }

  loadList = async (): Promise<void> => {
    const town = this.#townId
    try {
      const list = await this.#api.get<BoundaryImportSummary[]>('/api/boundary-imports', { town })
      if (town !== this.#townId) return
      this.list = list
      this.listState = 'ready'
    } catch (error) {
      if (town !== this.#townId) return
      this.failure = error
      this.listState = 'failed'
    }
  }

  async #hear(id: number | undefined, version: number | undefined) {
    await this.loadList()
    const { current } = this
    if (!current || id !== current.id || this.isSaving || (version ?? 0) <= current.version) return
    await this.reload()
  }

  async openImport(id: number): Promise<void> {
    if (this.current?.id === id) return
    this.close()
    this.state = 'opening'
    const turn = ++this.#asked
    try {
      const found = await this.#api.get<BoundaryImport>(`/api/boundary-imports/${id}`)
      if (turn !== this.#asked) return
      this.take(found)
    } catch (error) {
      if (turn !== this.#asked) return
      this.failure = error
      this.state = 'failed'
    }
  }

  reload = async (): Promise<void> => {
    const { current } = this
    if (!current) return
    const turn = ++this.#asked
    const found = await this.#api.get<BoundaryImport>(`/api/boundary-imports/${current.id}`)
    if (turn === this.#asked) this.take(found)
  }

  /** Shows an import as the server has just given it. */
  take(given: BoundaryImport): void {
    const before = this.current
    const isOther = before?.id !== given.id
    if (isOther) this.close()
    this.current = given
    this.state = 'ready'
    this.refusal = undefined
    if (given.crs !== null) this.tried = undefined
    else if (isOther) this.tried = given.question?.suggested ?? given.question?.candidates[0]?.crs
    if (given.fieldMap.name !== before?.fieldMap.name) this.sources = new Map()
    void this.#look(given)
  }

  close(): void {
    this.reason = ''
    this.#asked += 1
    this.current = undefined
    this.preview = undefined
    this.sources = new Map()
    this.tried = undefined
    this.pickedId = undefined
    this.pickedRow = undefined
    this.refusal = undefined
    this.state = 'none'
  }

  /** Reads what the map shows: the file as drawn, and what becomes of it. */
  async #look(given: BoundaryImport): Promise<void> {
    const systems = given.crs ? [given.crs] : (given.question?.candidates ?? []).map(({ crs }) => crs)
    await Promise.all([this.#readPreview(given), ...this.#withoutTwins(systems).map(this.draw)])
  }

  async #readPreview({ id, version, crs }: BoundaryImport) {
    if (crs === null) return
    const preview = await this.#api
      .get<BoundaryPreview>(`/api/boundary-imports/${id}/preview`)
      .catch(() => undefined)
    if (this.current?.id === id && this.current.version === version) this.preview = preview
  }

  /** CGCS2000 and WGS 84 degrees are the same picture. */
  #withoutTwins = (systems: readonly Crs[]) =>
    systems.filter(crs => crs !== 'EPSG:4326' || !systems.includes('EPSG:4490')).slice(0, 6)

  /** Reads the file as drawn by a coordinate system, once. */
  draw = async (crs: Crs): Promise<void> => {
    const { current } = this
    if (!current || this.sources.has(crs)) return
    try {
      const source = await this.#api.get<BoundarySource>(`/api/boundary-imports/${current.id}/source`, {
        crs,
      })
      if (this.current?.id === current.id) this.sources = new Map(this.sources).set(crs, source)
    } catch (error) {
      this.refusal = error
    }
  }

  try(crs: Crs): void {
    const twin = crs === 'EPSG:4326' && this.sources.get('EPSG:4490')
    if (twin) this.sources = new Map(this.sources).set(crs, twin)
    this.tried = crs
    void this.draw(crs)
  }

  /** @returns whether it was saved; a refusal is kept to be shown where it was asked */
  async save(change: Change): Promise<boolean> {
    const { current } = this
    if (!current || this.isSaving) return false
    this.isSaving = true
    try {
      const { id, version } = current
      this.take(await this.#api.put<BoundaryImport>(`/api/boundary-imports/${id}`, { version, ...change }))
      return true
    } catch (error) {
      if (error instanceof Problem && error.code === 'conflict') await this.reload()
      this.refusal = error
      return false
    } finally {
      this.isSaving = false
    }
  }

  accept = (defects: readonly Defect[]) => this.save({ answers: proposalsOf(defects) })
  answer = (id: string, mend: Mend) => this.save({ answers: { [id]: mend } })

  /** Makes the grids of the town, or a draft over those it has. @returns undefined when it was refused */
  async use(): Promise<BoundaryImport | undefined> {
    const { current } = this
    if (!current || this.isSaving) return undefined
    this.isSaving = true
    this.refusal = undefined
    try {
      const { id, version } = current
      return await this.#api.post<BoundaryImport>(`/api/boundary-imports/${id}/take`, {
        version,
        reason: this.reason,
      })
    } catch (error) {
      this.refusal = error
      return undefined
    } finally {
      this.isSaving = false
    }
  }

  async remove({ id, version }: Pick<BoundaryImportSummary, 'id' | 'version'>): Promise<void> {
    await this.#api.delete(`/api/boundary-imports/${id}?version=${version}`)
    if (this.current?.id === id) this.close()
    await this.loadList()
  }

  /** Shows the same file read again in place of what was read before. */
  async replace(given: BoundaryImport, file: File): Promise<void> {
    const before = this.current
    this.files.set(given.id, file)
    this.take(given)
    if (before && before.id !== given.id) await this.remove(before)
  }

  pick(defect: Defect | undefined): void {
    this.pickedId = defect?.id
    this.pickedRow = undefined
  }

  pickRow(row: number | undefined): void {
    this.pickedRow = row
    this.pickedId = undefined
  }

  /** The defect before or after the picked one in the order of the list; undecided ones only, if there are any. */
  beside(by: 1 | -1): Defect | undefined {
    const all = this.groups.flatMap(({ defects }) => defects)
    const open = all.filter(defect => dueOf(defect) !== 'decided')
    const place = all.findIndex(({ id }) => id === this.pickedId)
    const ring = open.length > 0 ? open : all
    if (place < 0) return by > 0 ? ring[0] : ring[ring.length - 1]
    const after = (defect: Defect) => (all.indexOf(defect) - place) * by > 0
    const next = by > 0 ? ring.find(after) : [...ring].reverse().find(after)
    return next ?? (by > 0 ? ring[0] : ring[ring.length - 1])
  }
}
