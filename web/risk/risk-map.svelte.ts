import { createContext, untrack } from 'svelte'
import type { Bbox } from '../../server/region/place.ts'
import type { Domain, RiskLevel, RiskScale } from '../../server/risk/risk.ts'
import { type CellGeometry, unpackCells } from '../../server/risk/rules/cell-pack.ts'
import type { Api } from '../api.ts'
import type { Feed } from '../feed.svelte.ts'
import type { Level } from '../look/level.ts'
import { LevelTexture } from '../map/level-texture.ts'
import type { PaletteKind } from '../map/palette.ts'
import { cellBeside, type Direction } from './cell-reading.ts'
import { type ShownMap, withinEdges } from './edition/shown-map.ts'
import { gravest } from './gravest.ts'
import { OutlineReader } from './outline-reader.ts'

const scales: readonly RiskScale[] = ['inherent', 'residual', 'live']
const ASSESSING_NOUNS = ['hazard', 'assessment', 'danger', 'warning', 'reading'] as const
const ASSESS_DELAY_MS = 200
const paletteKey = 'sisetu.palette'

/** A message of the feed: `changed` pairs of ordinal and level, or null when all are to be read again. */
interface LevelChange {
  townId: number
  scale: RiskScale
  changed: [ordinal: number, level: RiskLevel][] | null
}

/**
 * The four colours of a town, behind every workspace. Geometry is read once; levels are one byte a cell
 * and follow the feed, so that a change moves bytes of a texture and nothing else.
 */
export class RiskMap {
  geometry = $state.raw<CellGeometry | undefined>()
  scale = $state<RiskScale>('residual')
  paletteKind = $state<PaletteKind>('standard')
  hidden = $state.raw<ReadonlySet<Level>>(new Set())
  /** Ordinal of the selected cell. */
  selected = $state<number | undefined>()
  isVisible = $state(true)
  failed = $state(false)
  /** Rises with every change of a level: the textures are not watched themselves. */
  version = $state(0)
  #textures = $state.raw<Partial<Record<RiskScale, LevelTexture>>>({})
  /** The map of some domains alone, and which; undefined while all are shown. */
  #part = $state.raw<{ domains: readonly Domain[]; scale: RiskScale; texture?: LevelTexture } | undefined>()
  /** Another map than the one of now: of a past date, or of what changed. */
  shown = $state.raw<ShownMap | undefined>()
  /** Share of the map's width that shows the left map, when two are shown. */
  share = $state(0.5)
  /** The domains whose sources colour the map; undefined when all do. */
  readonly domains: readonly Domain[] | undefined = $derived(this.shown ? undefined : this.#part?.domains)
  readonly texture: LevelTexture | undefined = $derived(
    this.shown ? this.shown.levels : this.#part ? this.#part.texture : this.#textures[this.scale],
  )
  readonly #api: Api
  #townId = 0
  #assessing = false
  #turn = 0
  #waiting: LevelChange[] | undefined
  #loading: Promise<void> = Promise.resolve()
  /** Names the content of the geometry. */
  #mark = ''
  readonly #outlines: OutlineReader

  constructor(api: Api, stored: string | null = localStorage.getItem(paletteKey)) {
    this.#api = api
    this.#outlines = new OutlineReader(
      (chunk, hash) =>
        api.bytes(
          `/api/risk/cells.bin?town=${this.#townId}&chunk=${chunk}${hash === '' ? '' : `&v=${hash}`}`,
        ),
      geometry => {
        this.geometry = geometry
      },
    )
    if (stored === 'patterned') this.paletteKind = 'patterned'
  }

  /** Reads a town and follows its changes; answers how to stop. */
  follow(townId: number, feed: Feed): () => void {
    this.#townId = townId
    this.geometry = undefined
    this.#textures = {}
    this.selected = undefined
    const load = () => void this.load()
    load()
    const stops = [
      feed.hear('levels', data => this.hear(data)),
      // These can leave every level as it is and yet change what it rests on.
      ...ASSESSING_NOUNS.map(noun => feed.on(noun, () => this.#assess())),
      feed.onReset(load),
      feed.onJoin(() => void this.#refresh()),
    ]
    return () => {
      for (const stop of stops) stop()
      this.#townId = 0
    }
  }

  /** Reads geometry and levels at once; the browser's cache answers for what is unchanged. */
  load(): Promise<void> {
    this.#loading = this.#read()
    return this.#loading
  }

  /** Reads again when what is being read is in: what the stream told while it was down is not told again. */
  async #refresh(): Promise<void> {
    const town = this.#townId
    await this.#loading
    if (town === this.#townId) await this.load()
  }

  async #read(): Promise<void> {
    const town = this.#townId
    this.#turn += 1
    const turn = this.#turn
    this.#waiting = []
    this.failed = false
    const levels = (scale: RiskScale) => this.#api.bytes(`/api/risk/levels.bin?town=${town}&scale=${scale}`)
    try {
      const [cells, ...read] = await Promise.all([
        this.#api.bytes(`/api/risk/cells.bin?town=${town}`),
        ...scales.map(levels),
      ])
      if (turn !== this.#turn || !cells) return
      this.#take(cells)
      this.#takeLevels(read.map(({ bytes }) => bytes))
      if (this.#part) void this.#readPart()
      const waiting = this.#waiting ?? []
      this.#waiting = undefined
      for (const change of waiting) this.#apply(change)
      this.#assess()
      this.version += 1
    } catch {
      // Offline or ended: the feed's reset brings it back; the legend offers to try again.
      if (turn === this.#turn) this.failed = true
    }
  }

  /** Unchanged geometry stays as it is, on the graphics card too. */
  #take({ bytes, mark }: { bytes: Uint8Array; mark: string }) {
    if (this.geometry && mark !== '' && mark === this.#mark) return
    this.#mark = mark
    this.geometry = unpackCells(bytes)
    this.#outlines.begin(this.geometry, mark)
    this.#textures = {}
  }

  /** Tells what the map shows: of a county the outlines there are read, the nearest to the middle first. */
  see = (look: { zoom: number; bounds: Bbox }): void => this.#outlines.see(look)

  /** Levels of each scale, in the order of `scales`. A texture that is there takes them over. */
  #takeLevels(levels: readonly Uint8Array[]) {
    const textures: Partial<Record<RiskScale, LevelTexture>> = {}
    for (const [i, scale] of scales.entries()) {
      const own = levels[i] ?? new Uint8Array(0)
      const known = this.#textures[scale]
      known?.replace(own)
      textures[scale] = known ?? new LevelTexture(own)
    }
    this.#textures = textures
  }

  /** Takes a message of the feed. What comes while reading waits: pairs are absolute and may be applied late. */
  hear(data: unknown): void {
    const change = levelChangeOf(data)
    if (!change || change.townId !== this.#townId) return
    if (change.changed === null) void this.load()
    else if (this.#waiting) this.#waiting.push(change)
    else this.#apply(change)
  }

  #apply({ scale, changed }: LevelChange) {
    this.#textures[scale]?.patch(changed ?? [])
    this.#assess()
    this.version += 1
    // What is told is of all domains together.
    if (this.#part) void this.#readPart()
  }

  /** Reads which cells of the live map have their level of sources alone that nobody assessed; once for many changes. */
  #assess(): void {
    if (this.#assessing) return
    const town = this.#townId
    this.#assessing = true
    setTimeout(async () => {
      this.#assessing = false
      const { live } = this.#textures
      if (!live || town !== this.#townId) return
      try {
        const { bytes } = await this.#api.bytes(`/api/risk/levels.bin?town=${town}&scale=live&of=assessed`)
        if (live !== this.#textures.live) return
        live.assess(Uint8Array.from(bytes))
        this.version += 1
      } catch {
        // The levels stand without it; the next change asks again.
      }
    }, ASSESS_DELAY_MS)
  }

  /** Colours the cells by the sources of some domains alone; undefined gives the whole map back. */
  showDomains(domains: readonly Domain[] | undefined): void {
    this.#part = domains && { domains, scale: this.scale }
    if (domains) void this.#readPart()
  }

  async #readPart(): Promise<void> {
    const part = this.#part
    if (!part || !this.geometry) return
    const town = this.#townId
    try {
      const read = async (more: string) => {
        const path = `/api/risk/levels.bin?town=${town}&scale=${part.scale}${more}&domain=`
        const maps = await Promise.all(part.domains.map(domain => this.#api.bytes(path + domain)))
        return gravest(maps.map(each => each.bytes))
      }
      const [own, assessed] = await Promise.all([
        read(''),
        part.scale === 'live' ? read('&of=assessed') : undefined,
      ])
      // A later choice has overtaken this one; a later reading of the same choice may only be fresher.
      if (this.#part?.domains !== part.domains || this.#part.scale !== part.scale) return
      const texture = new LevelTexture(own)
      texture.assess(assessed)
      this.#part = { ...part, texture }
      this.version += 1
    } catch {
      this.failed = true
    }
  }

  /** Shows another map in place of the one of now, which goes on following the feed; undefined gives it back. */
  show(shown: ShownMap | undefined): void {
    const before = untrack(() => this.shown)
    if (before) before.levels.beside = undefined
    this.shown = shown
    untrack(() => this.part(this.share))
    this.version = untrack(() => this.version) + 1
  }

  /** Moves the line between two maps: nothing is made anew, the next picture shows it. */
  part(share: number): void {
    this.share = withinEdges(share)
    const { shown } = this
    if (shown?.kind === 'swipe') shown.levels.beside = { texture: shown.right.levels, from: this.share }
  }

  levelOf = (ordinal: number): number => this.texture?.levelOf(ordinal) ?? 0

  toggle = (level: Level) => {
    const hidden = new Set(this.hidden)
    if (!hidden.delete(level)) hidden.add(level)
    this.hidden = hidden
  }

  switchPalette = () => {
    this.paletteKind = this.paletteKind === 'standard' ? 'patterned' : 'standard'
    localStorage.setItem(paletteKey, this.paletteKind)
  }

  /** Selects the cell on a side of the selected one; answers whether there is one. */
  move(direction: Direction): boolean {
    if (!this.geometry || this.selected === undefined) return false
    const next = cellBeside(this.geometry, this.selected, direction)
    if (next === undefined) return false
    this.selected = next
    return true
  }
}

/** The feed is ours; what does not look like a change of levels is left alone. */
function levelChangeOf(data: unknown): LevelChange | undefined {
  if (typeof data !== 'object' || data === null) return undefined
  const { townId, scale, changed } = data as Partial<LevelChange>
  const isKnown = scale !== undefined && scales.includes(scale)
  return typeof townId === 'number' && isKnown && (changed === null || Array.isArray(changed))
    ? { townId, scale, changed }
    : undefined
}

export const [useRiskMap, provideRiskMap] = createContext<RiskMap>()
