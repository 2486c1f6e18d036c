import { createContext, type Snippet } from 'svelte'
import type { Warning } from '../../server/warning/warning.ts'
import type { WorkspaceKind } from '../route.ts'

/** Where the one map stands: the centre, 300 px above the right dock, or out of sight (but alive). */
export type MapPlace = 'centre' | 'right-top' | 'hidden'

interface Widths {
  left: number
  right: number
}

const key = 'sisetu.docks'

/**
 * The room every workspace stands in. The one map lives here and survives a change of workspace.
 * A workspace's root is `<Docks>`: its snippets `left`, `right`, `float`, `centre` and `bottom` become
 * docks beside, over and under the map; it tells the frame where the map belongs.
 */
export class Frame {
  mapPlace = $state<MapPlace>('centre')
  /** More words in the map's strip of tools, brought by the workspace that is open. */
  mapTools = $state.raw<Snippet | undefined>()
  /** Warnings in force in this town; the gravest is shown in the bar. */
  warnings = $state.raw<readonly Warning[]>([])
  /** Incidents that are not closed: above zero the bar says 战时. */
  openIncidents = $state(0)
  keysOpen = $state(false)
  /** False once a request has found no server; the feed's connection says the same of the stream. */
  reachable = $state(true)
  #widths = $state<Partial<Record<WorkspaceKind, Partial<Widths>>>>({})
  #placedBy: symbol | undefined

  constructor(stored: string | null = localStorage.getItem(key)) {
    this.#widths = readWidths(stored)
  }

  width(kind: WorkspaceKind, side: keyof Widths, otherwise: number): number {
    return this.#widths[kind]?.[side] ?? otherwise
  }

  resize(kind: WorkspaceKind, side: keyof Widths, width: number) {
    this.#widths[kind] = { ...this.#widths[kind], [side]: width }
    localStorage.setItem(key, JSON.stringify(this.#widths))
  }

  /** Places the map for a workspace; answers how to give it back. The latest to ask decides. */
  placeMap(place: MapPlace): () => void {
    const owner = Symbol(place)
    this.#placedBy = owner
    this.mapPlace = place
    return () => {
      if (this.#placedBy === owner) this.mapPlace = 'centre'
    }
  }
}

/** Reads remembered widths; what is not a sane number of pixels is forgotten. */
export function readWidths(stored: string | null): Partial<Record<WorkspaceKind, Partial<Widths>>> {
  try {
    const value: unknown = JSON.parse(stored ?? '{}')
    const entries = typeof value === 'object' && value !== null ? Object.entries(value) : []
    return Object.fromEntries(entries.map(([kind, sides]) => [kind, saneWidths(sides)]))
  } catch {
    return {}
  }
}

function saneWidths(sides: unknown): Partial<Widths> {
  const pairs = typeof sides === 'object' && sides !== null ? Object.entries(sides) : []
  return Object.fromEntries(
    pairs.filter(([, width]) => typeof width === 'number' && width >= 200 && width <= 900),
  )
}

export const [useFrame, provideFrame] = createContext<Frame>()
