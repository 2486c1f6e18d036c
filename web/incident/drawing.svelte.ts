import { untrack } from 'svelte'
import type { LngLat } from '../../server/region/place.ts'
import type { MapStage, Picked } from '../map/stage.svelte.ts'
import type { MapView } from '../map/view.svelte.ts'
import { type Draft, draftFeatures, lacking, type Tool } from './shape.ts'

export interface DrawingStart {
  tool: Tool
  kind?: 'danger' | 'cordon'
  center?: LngLat | undefined
  radiusMeters?: number | undefined
  reason: string
  /** The plan node that asked for it, ticked once it is saved. */
  nodeId?: string | undefined
}

const samePlacePixels = 8
const nothing = { type: 'FeatureCollection' as const, features: [] }

/** A closure or zone while it is laid on the map; nothing of it is saved yet. */
export class Drawing {
  tool = $state<Tool | undefined>()
  kind = $state<'danger' | 'cordon'>('danger')
  reason = $state('')
  radiusMeters = $state<number | undefined>(150)
  points = $state.raw<readonly LngLat[]>([])
  /** True once all points are laid and only the reason is asked. */
  isEnded = $state(false)
  nodeId: string | undefined
  #center = $state.raw<LngLat | undefined>()
  #pointer = $state.raw<LngLat | undefined>()
  #last: { x: number; y: number } | undefined
  #stop: (() => void)[] = []
  readonly #stage: MapStage
  readonly #view: MapView
  readonly draft: Draft | undefined = $derived(
    this.tool && {
      tool: this.tool,
      points: this.points,
      center: this.#center,
      radiusMeters: this.radiusMeters ?? 0,
    },
  )
  readonly lack = $derived(this.draft && lacking(this.draft))

  constructor(stage: MapStage, view: MapView) {
    this.#stage = stage
    this.#view = view
  }

  begin({ tool, kind = 'danger', center, radiusMeters, reason, nodeId }: DrawingStart) {
    this.cancel()
    this.tool = tool
    this.kind = kind
    this.reason = reason
    this.nodeId = nodeId
    this.radiusMeters = radiusMeters ?? 150
    this.#center = center
    this.isEnded = tool === 'circle'
    this.#stage.cursor = 'crosshair'
    this.#view.map?.doubleClickZoom.disable()
    this.#stop = [this.#stage.on('click', this.#click), this.#stage.on('hover', this.#hover)]
  }

  /** All points are laid; refused while some are missing. */
  end = () => {
    if (this.lack) return
    this.isEnded = true
    this.#pointer = undefined
  }

  back = () => {
    if (this.tool === 'circle') return
    this.isEnded = false
    this.points = this.points.slice(0, -1)
  }

  cancel = () => {
    for (const stop of this.#stop.splice(0)) stop()
    if (untrack(() => this.tool) === undefined) return
    this.tool = undefined
    this.points = []
    this.isEnded = false
    this.nodeId = undefined
    this.#pointer = undefined
    this.#last = undefined
    this.#stage.cursor = ''
    this.#view.map?.doubleClickZoom.enable()
  }

  /** Shows the draft on the map; answers how to take it off. */
  show(): () => void {
    const pointer = this.isEnded ? undefined : this.#pointer
    this.#stage.setEdit(this.draft ? draftFeatures(this.draft, pointer) : nothing)
    return () => this.#stage.setEdit(nothing)
  }

  #click = ({ lngLat, at }: Picked): boolean => {
    if (this.tool === 'circle') {
      this.#center = lngLat
      return true
    }
    const last = this.#last
    this.#last = at
    if (last && Math.hypot(at.x - last.x, at.y - last.y) < samePlacePixels) this.end()
    else if (!this.isEnded) this.points = [...this.points, lngLat]
    return true
  }

  #hover = ({ lngLat }: Picked): boolean => {
    this.#pointer = lngLat
    return true
  }
}
