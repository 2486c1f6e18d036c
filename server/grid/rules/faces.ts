import type { Spot } from '../../region/rules/lattice.ts'
import type { FaceRings } from './coverage-edit.ts'
import { Parentage } from './parentage.ts'
import { outside, Plane } from './plane.ts'
import { Tiers } from './tiers.ts'

/** What a replacement of faces did to the edges. */
export interface Replaced {
  created: Set<number>
  dropped: Set<number>
  /** Where a face wanted a side of an edge that another one has. */
  conflict: { at: Spot; face: number } | null
}

/** The faces of a coverage on their plane, each under its id, and the face above each (a village), if any. */
export class Faces {
  readonly plane: Plane
  /** Which grids lie in which, beside the villages that they lie in. */
  readonly tiers = new Tiers()
  readonly #slots = new Map<number, number>()
  readonly #ids: number[] = []
  /** The first half-edge of the only ring, or of each ring. */
  readonly #starts: (number | readonly number[])[] = []
  readonly #freeSlots: number[] = []
  readonly #parentage = new Parentage()
  nextId = -1

  constructor(size: { usualUnits?: number; edges?: number } = {}) {
    this.plane = new Plane(size)
  }

  get ids(): number[] {
    return [...this.#slots.keys()].sort((a, b) => a - b)
  }

  get count(): number {
    return this.#slots.size
  }

  has = (id: number): boolean => this.#slots.has(id)

  /** The face on the left of a half-edge, or null. */
  idOf(half: number): number | null {
    const slot = this.plane.faceOf(half)
    return slot === outside ? null : (this.#ids[slot] ?? null)
  }

  slotOf = (id: number): number => this.#slots.get(id) ?? outside

  startsOf(id: number): readonly number[] {
    return this.startsIn(this.slotOf(id))
  }

  startsIn(slot: number): readonly number[] {
    const starts = this.#starts[slot] ?? []
    return typeof starts === 'number' ? [starts] : starts
  }

  /** Half-edges of one ring, from its first. */
  ring(start: number): number[] {
    const halves: number[] = []
    let half = start
    do {
      halves.push(half)
      half = this.plane.follows(half)
    } while (half !== start && half >= 0)
    return halves
  }

  halvesOf(id: number): number[] {
    const [first, ...more] = this.startsOf(id)
    const halves = first === undefined ? [] : this.ring(first)
    for (const start of more) halves.push(...this.ring(start))
    return halves
  }

  ringsOf(id: number): Spot[][] {
    return this.startsOf(id).map(start => this.ring(start).map(this.plane.from))
  }

  parentOf = (id: number | null): number | null => (id === null ? null : this.#parentage.parentOf(id))
  childrenOf = (parent: number): ReadonlySet<number> => this.#parentage.childrenOf(parent)
  get hasParents(): boolean {
    return !this.#parentage.isEmpty
  }

  get parentIds(): number[] {
    return this.#parentage.parentIds
  }

  setParent(id: number, parent: number | null): void {
    this.#parentage.set(id, parent)
  }

  /** Takes faces out and puts others in, in one go; edges without a face on either side go. */
  replace(sets: readonly FaceRings[], gone: readonly number[]): Replaced {
    const vacated = [...gone, ...sets.map(({ id }) => id)].flatMap(id => this.#vacate(id))
    const created = new Set<number>()
    let conflict: Replaced['conflict'] = null
    for (const { id, rings } of sets) {
      const slot = this.#slot(id)
      const starts: number[] = []
      for (const ring of rings) {
        const put = this.#put(ring, { slot, created })
        if ('at' in put) conflict ??= put
        else starts.push(put.start)
      }
      this.#starts[slot] = starts.length === 1 ? (starts[0] ?? -1) : starts
    }
    for (const id of gone) this.#forget(id)
    return { created, dropped: this.#dropBare([...vacated, ...[...created].map(edge => edge * 2)]), conflict }
  }

  #vacate(id: number): number[] {
    if (!this.has(id)) return []
    const halves = this.halvesOf(id)
    const slot = this.slotOf(id)
    for (const half of halves) if (this.plane.faceOf(half) === slot) this.plane.setFace(half, outside)
    return halves
  }

  #put(
    ring: readonly Spot[],
    { slot, created }: { slot: number; created: Set<number> },
  ): { start: number } | { at: Spot; face: number } {
    const { plane } = this
    const vertices = ring.map(spot => plane.vertex(spot))
    const halves = vertices.map((v, i) => {
      const { half, isNew } = plane.edge(v, vertices[(i + 1) % vertices.length] ?? v)
      if (isNew) created.add(half >> 1)
      return half
    })
    for (const [i, half] of halves.entries()) {
      if (plane.faceOf(half) !== outside) {
        for (const put of halves.slice(0, i)) plane.setFace(put, outside)
        return { at: plane.from(half), face: this.idOf(half) ?? 0 }
      }
      plane.setFace(half, slot)
      plane.setFollows(half, halves[(i + 1) % halves.length] ?? half)
    }
    return { start: halves[0] ?? -1 }
  }

  #dropBare(halves: readonly number[]): Set<number> {
    const { plane } = this
    const bare = new Set<number>()
    for (const half of halves) {
      if (plane.faceOf(half) === outside && plane.faceOf(half ^ 1) === outside) bare.add(half >> 1)
    }
    for (const edge of bare) plane.dropEdge(edge)
    return bare
  }

  #slot(id: number): number {
    const known = this.#slots.get(id)
    if (known !== undefined) return known
    const slot = this.#freeSlots.pop() ?? this.#ids.length
    this.#slots.set(id, slot)
    this.#ids[slot] = id
    return slot
  }

  #forget(id: number): void {
    const slot = this.#slots.get(id)
    if (slot === undefined) return
    this.#slots.delete(id)
    this.#starts[slot] = []
    this.#freeSlots.push(slot)
    this.setParent(id, null)
    this.tiers.set(id, null)
  }
}
