import type { MapLine } from '../../server/partition/partition.ts'
import type { Bbox } from '../../server/region/place.ts'
import type { Api } from '../api.ts'
import { Traces } from './trace.ts'

/** The roads and rivers round what is on the screen, read again when the screen leaves them. */
export class TraceShelf {
  found = $state.raw<Traces | undefined>()
  state = $state<'idle' | 'loading' | 'ready' | 'failed'>('idle')
  #box: Bbox | undefined
  readonly #api: Api

  constructor(api: Api) {
    this.#api = api
  }

  /** Reads the lines of a box in degrees, with a margin of half its size, unless it lies in the one read last. */
  async look(townId: number, box: Bbox): Promise<void> {
    if (this.#box && holds(this.#box, box)) return
    const [west, south, east, north] = box
    const [x, y] = [(east - west) / 2, (north - south) / 2]
    const wide: Bbox = [west - x, south - y, east + x, north + y]
    this.#box = wide
    this.state = 'loading'
    try {
      const lines = await this.#api.get<MapLine[]>('/api/map-lines', { town: townId, bbox: wide.join(',') })
      if (this.#box !== wide) return
      this.found = new Traces(lines)
      this.state = 'ready'
    } catch {
      this.#box = undefined
      this.state = 'failed'
    }
  }
}

const holds = (outer: Bbox, inner: Bbox) =>
  outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3]
