import Flatbush from 'flatbush'
import { boxOf, placeIn, type Spot } from '../../region/rules/lattice.ts'
import type { Rings } from './outline.ts'

/** Finds which of many faces holds a spot. */
export class FaceIndex {
  readonly #faces: readonly { face: number; rings: Rings }[]
  readonly #index: Flatbush | null

  constructor(faces: readonly { face: number; rings: Rings }[]) {
    this.#faces = faces
    this.#index = faces.length > 0 ? new Flatbush(faces.length, 16, Float64Array) : null
    for (const { rings } of faces) this.#index?.add(...boxOf(rings[0] ?? []))
    this.#index?.finish()
  }

  /** The face with the spot inside; of several that only have it on their edge, the first given. */
  faceAt(spot: Spot): number | undefined {
    const [x, y] = spot
    const near = (this.#index?.search(x, y, x, y) ?? []).sort((a, b) => a - b)
    let onEdge: number | undefined
    for (const slot of near) {
      const found = this.#faces[slot]
      const place = found ? placeInFace(found.rings, spot) : -1
      if (place === 1) return found?.face
      if (place === 0) onEdge ??= found?.face
    }
    return onEdge
  }

  /** Faces whose boxes meet that of these rings, in the order given. */
  near(rings: Rings): number[] {
    const found = this.#index?.search(...boxOf(rings[0] ?? [])) ?? []
    return found.sort((a, b) => a - b).map(slot => this.#faces[slot]?.face ?? 0)
  }
}

/** 1 inside, 0 on a ring, -1 outside or in a hole. */
export function placeInFace([outer = [], ...holes]: Rings, spot: Spot): -1 | 0 | 1 {
  const place = placeIn(outer, spot)
  if (place !== 1) return place
  for (const hole of holes) {
    const inHole = placeIn(hole, spot)
    if (inHole === 0) return 0
    if (inHole === 1) return -1
  }
  return 1
}
