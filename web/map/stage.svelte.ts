import type { Layer } from '@deck.gl/core'
import type { FeatureCollection } from 'geojson'
import type { GeoJSONSourceDiff } from 'maplibre-gl'
import { createContext, untrack } from 'svelte'
import type { Bbox, LngLat } from '../../server/region/place.ts'
import type { Grabber } from './grab.ts'
import { inOrder, type LayerId, listedId } from './order.ts'
import type { Sketcher } from './sketch.ts'

/** The room a symbol takes, which no name may stand in: a disc round its place (ringed when selected), a pin above it, a pill across it. */
export interface Room {
  lngLat: LngLat
  shape: 'disc' | 'ring' | 'pin' | 'pill'
}

/** A name beside a symbol. The map places it where there is room, heavier ones first, and leaves out the rest. */
export interface SymbolName {
  lngLat: LngLat
  text: string
  shape: Room['shape']
  weight: number
  /** Selected things are named from any distance. */
  minZoom: number
}

/** What a layer maker gives: layers, the room its symbols take, and their names. */
export interface Staged {
  layers: readonly Layer[]
  rooms?: readonly Room[]
  names?: readonly SymbolName[]
}

/** What the pointer met: a thing of a layer (or its number, for cells), or only a place. */
export interface Picked {
  lngLat: LngLat
  /** Pixels from the map's top left corner. */
  at: { x: number; y: number }
  layer: LayerId | undefined
  /** The item given to the layer maker; undefined for cells. */
  object: unknown
  /** Place of the item in its layer; for `risk-cells` the cell's ordinal. */
  index: number
  shiftKey: boolean
  isTouch: boolean
}

/** What there is to sketch on. */
export interface SketchBoard {
  give(sketcher: Sketcher | undefined): void
  redraw(part?: Bbox): void
}

export type EditCommand = { set: FeatureCollection } | { update: GeoJSONSourceDiff }

/** What the workspaces put on the one map. Each owner replaces only what is its own. */
export class MapStage {
  readonly #owners = new Map<string, Staged>()
  #staged = $state.raw<readonly Staged[]>([])
  #hidden = $state.raw<ReadonlySet<LayerId>>(new Set())
  #edit: ((command: EditCommand) => void) | undefined
  #redraw: ((bounds: Bbox | undefined) => void) | undefined
  #edited: FeatureCollection = { type: 'FeatureCollection', features: [] }
  #sketcher: Sketcher | undefined
  #board: SketchBoard | undefined
  /** All layers in their order, the hidden ones left out. */
  readonly layers = $derived(
    inOrder(
      this.#staged.flatMap(({ layers }) => layers.filter(layer => !this.#hidden.has(toLayerId(layer.id)))),
    ),
  )
  readonly rooms = $derived(this.#shown(({ rooms = [] }) => rooms))
  readonly names = $derived(this.#shown(({ names = [] }) => names))
  /** Listed ids that have a layer now, hidden or not, lowest first. */
  readonly present = $derived(
    new Set(inOrder(this.#staged.flatMap(({ layers }) => layers)).map(layer => toLayerId(layer.id))),
  )
  /** Where an owner listens to the pointer; the latest to ask is asked first and answers true to keep it. */
  readonly #listeners: { click: PickListener[]; hover: PickListener[] } = { click: [], hover: [] }
  cursor = $state('')
  readonly #grabbers: Grabber[] = []
  /** What the canvas tells of presses; the latest grabber is asked first, and the one that took a press keeps it. */
  readonly grabber: Grabber = firstOf(this.#grabbers)

  /** Puts an owner's layers on the map in place of those it had. Throws when one is not in the order. */
  set(owner: string, staged: Staged | readonly Layer[]): void {
    const next = isLayers(staged) ? { layers: staged } : staged
    inOrder(next.layers)
    this.#owners.set(owner, next)
    this.#staged = [...this.#owners.values()]
  }

  clear(owner: string): void {
    if (this.#owners.delete(owner)) this.#staged = [...this.#owners.values()]
  }

  /** Parts of what is staged, without those whose layers are all hidden. */
  #shown<Part>(partsOf: (staged: Staged) => readonly Part[]): Part[] {
    const isShown = ({ layers }: Staged) => layers.some(layer => !this.#hidden.has(toLayerId(layer.id)))
    return this.#staged.flatMap(staged => (isShown(staged) ? partsOf(staged) : []))
  }

  /** Layers that stay show something else than before: all of them, or within bounds. */
  redraw(bounds?: Bbox): void {
    this.#redraw?.(bounds)
  }

  attachRedraw(run: (bounds: Bbox | undefined) => void): () => void {
    this.#redraw = run
    return () => {
      this.#redraw = undefined
    }
  }

  isHidden = (id: LayerId) => this.#hidden.has(id)

  show(id: LayerId, isShown: boolean): void {
    const hidden = new Set(untrack(() => this.#hidden))
    if (isShown) hidden.delete(id)
    else hidden.add(id)
    this.#hidden = hidden
  }

  /** Hears clicks or hovers; answers how to stop. The first listener to answer true keeps it from the others. */
  on(kind: 'click' | 'hover', listener: PickListener): () => void {
    this.#listeners[kind].unshift(listener)
    return () => {
      const at = this.#listeners[kind].indexOf(listener)
      if (at >= 0) this.#listeners[kind].splice(at, 1)
    }
  }

  /** Answers whether a listener kept it. */
  tell(kind: 'click' | 'hover', picked: Picked): boolean {
    return this.#listeners[kind].some(listener => listener(picked) === true)
  }

  /** Lets an owner take the pointer from the map, to drag something on it; answers how to stop. */
  grab(grabber: Grabber): () => void {
    this.#grabbers.unshift(grabber)
    return () => {
      const at = this.#grabbers.indexOf(grabber)
      if (at >= 0) this.#grabbers.splice(at, 1)
    }
  }

  hears = (kind: 'click' | 'hover') => this.#listeners[kind].length > 0

  /** Replaces the geometry being drawn. Each feature has `properties.id` and `properties.role` (see edit-style). */
  setEdit(features: FeatureCollection): void {
    this.#edited = features
    this.#edit?.({ set: features })
  }

  /** Changes single features of the geometry being drawn; much quicker than replacing it while dragging. */
  updateEdit(update: GeoJSONSourceDiff): void {
    this.#edit?.({ update })
  }

  /** Gives the canvas over the map to somebody who draws there, or takes it back; the latest has it. */
  sketch(sketcher: Sketcher | undefined): void {
    this.#sketcher = sketcher
    this.#board?.give(sketcher)
  }

  /** Has a part of the sketch drawn anew, or all of it, in the next frame; the map itself is not drawn. */
  redrawSketch(part?: Bbox): void {
    this.#board?.redraw(part)
  }

  /** The board is given to whoever draws, also when that one was there first. */
  attachSketch(board: SketchBoard): () => void {
    this.#board = board
    board.give(this.#sketcher)
    return () => {
      this.#board = undefined
    }
  }

  /** The canvas takes the edit source over and is given what was set before it was there. */
  attachEdit(run: (command: EditCommand) => void): () => void {
    this.#edit = run
    run({ set: this.#edited })
    return () => {
      this.#edit = undefined
    }
  }
}

// biome-ignore lint/suspicious/noConfusingVoidType: a listener that answers nothing lets the others hear too
export type PickListener = (picked: Picked) => boolean | void

function firstOf(grabbers: readonly Grabber[]): Grabber {
  let holder: Grabber | undefined
  return {
    down: held => {
      holder = grabbers.find(each => each.down(held))
      return holder !== undefined
    },
    move: held => holder?.move(held),
    up: held => {
      holder?.up(held)
      holder = undefined
    },
    double: held => grabbers.some(each => each.double(held)),
    second: held => grabbers.some(each => each.second?.(held) ?? false),
    cancel: () => {
      holder?.cancel?.()
      holder = undefined
    },
  }
}

const isLayers = (staged: Staged | readonly Layer[]): staged is readonly Layer[] => Array.isArray(staged)

/** Ids on the stage passed `inOrder`, which throws on any that is not listed. */
const toLayerId = (layerId: string) => listedId(layerId) as LayerId

export const [useMapStage, provideMapStage] = createContext<MapStage>()
