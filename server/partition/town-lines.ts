import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import Flatbush from 'flatbush'
import type { Bbox } from '../region/place.ts'
import { LineKind, type MapLine } from './partition.ts'
import type { PackedLines } from './rules/map-lines.ts'

/** The lines of a town's map in memory, found by place. */
export class TownLines {
  readonly #packed: PackedLines
  readonly #index: Flatbush | null

  constructor(packed: PackedLines) {
    this.#packed = packed
    const { names } = packed
    this.#index = names.length > 0 ? new Flatbush(names.length, 16, Float64Array) : null
    for (const line of names.keys()) this.#index?.add(...this.#boxOf(line))
    this.#index?.finish()
  }

  /** Lines of the asked kinds that touch a box in degrees, in the order of the file. */
  within(bbox: Bbox, kinds: readonly LineKind[]): MapLine[] {
    const wanted = new Set(kinds)
    return (this.#index?.search(...bbox) ?? [])
      .sort((a, b) => a - b)
      .flatMap(line => {
        const kind = LineKind.options[this.#packed.kinds[line] ?? -1]
        if (!kind || !wanted.has(kind)) return []
        const coordinates = this.#positionsOf(line)
        return { kind, name: this.#packed.names[line] ?? '', line: { type: 'LineString', coordinates } }
      })
  }

  #positionsOf(line: number): [number, number][] {
    const { starts, positions } = this.#packed
    const found: [number, number][] = []
    for (let at = starts[line] ?? 0; at < (starts[line + 1] ?? 0); at++)
      found.push([positions[at * 2] ?? 0, positions[at * 2 + 1] ?? 0])
    return found
  }

  #boxOf(line: number): Bbox {
    const box: Bbox = [180, 90, -180, -90]
    for (const [lng, lat] of this.#positionsOf(line)) {
      box[0] = Math.min(box[0], lng)
      box[1] = Math.min(box[1], lat)
      box[2] = Math.max(box[2], lng)
      box[3] = Math.max(box[3], lat)
    }
    return box
  }
}

interface Held {
  changedMs: number
  lines: Promise<TownLines>
}

/** Keeps the lines of the towns that were asked for; an imported map is read anew. */
export class LineShelf {
  readonly #dataDirectory: string
  readonly #held = new Map<number, Held>()

  constructor(dataDirectory: string) {
    this.#dataDirectory = dataDirectory
  }

  /** Null where the town has no map. */
  async of(townId: number): Promise<TownLines | null> {
    const path = join(this.#dataDirectory, 'towns', String(townId), 'roads.osm.pbf')
    const there = await stat(path).catch(() => null)
    if (!there) return null
    const held = this.#held.get(townId)
    if (held?.changedMs === there.mtimeMs) return held.lines
    const lines = readAside(path)
    this.#held.set(townId, { changedMs: there.mtimeMs, lines })
    lines.catch(() => this.#held.delete(townId))
    return lines
  }
}

/** Reads a map in a thread of its own: an extract takes seconds, in which others want answers. */
const readAside = (path: string): Promise<TownLines> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./line-worker.mjs', import.meta.url), { workerData: path })
    worker.once('message', (packed: PackedLines) => resolve(new TownLines(packed)))
    worker.once('error', reject)
    worker.once('exit', code => reject(new Error(`the thread that reads the lines ended with ${code}`)))
  })
