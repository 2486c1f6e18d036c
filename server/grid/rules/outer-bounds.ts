import type { Both } from '../../region/place.ts'
import { type Spot, spotOf } from '../../region/rules/lattice.ts'
import type { Neighbour, Surroundings } from '../grid.ts'
import type { Box } from './edge-index.ts'
import { GroundArea, holdsPlace, placeInside, ringsOf } from './ground-area.ts'

interface Known {
  name: Both
  area: GroundArea
}

/** A piece of ground that the town must not close round: a town beside it, or a hole in the area above. */
interface Enclave {
  place: readonly [number, number]
  reason: Both
}

type Rings = readonly (readonly Spot[])[]

export interface OuterFault {
  reason: Both
  at: Spot
}

/**
 * What the outer boundary of a coverage must stay inside of and must not enter. Boundaries may be shared: whatever runs
 * along one within the rounding of the lattice is neither inside nor outside.
 */
export class OuterBounds {
  readonly #above: Known | null
  readonly #beside: readonly Known[]
  readonly #enclaves: readonly Enclave[]
  readonly #reach: Box

  constructor({ above, beside, reach }: Surroundings) {
    this.#above = above && knownOf(above)
    this.#beside = beside.map(knownOf)
    const holes = above ? ringsOf(above.polygon).flatMap(([, ...inner]) => inner) : []
    this.#enclaves = [
      ...beside.flatMap(each =>
        ringsOf(each.polygon).map(rings => ({
          place: placeInside(rings),
          reason: words.beside(nameOf(each)),
        })),
      ),
      ...holes.map(ring => ({
        place: placeInside([ring]),
        reason: words.above(above ? nameOf(above) : noName),
      })),
    ]
    const [west, south, east, north] = reach
    this.#reach = [...spotOf([west, south]), ...spotOf([east, north])]
  }

  /** Why an edge cannot be part of the outer boundary, and where. */
  faultOf(a: Spot, b: Spot): OuterFault | null {
    const far = [a, b].find(spot => !isIn(this.#reach, spot))
    if (far) return { reason: words.far, at: far }
    for (const { name, area } of this.#beside) {
      const at = area.strays(a, b, 'inside')
      if (at) return { reason: words.beside(name), at }
    }
    const at = this.#above?.area.strays(a, b, 'outside')
    return this.#above && at ? { reason: words.above(this.#above.name), at } : null
  }

  /** The enclaves that some ground holds, to be compared with those it held before. */
  heldBy(faces: Iterable<Rings>): Set<number> {
    const held = new Set<number>()
    if (this.#enclaves.length === 0) return held
    for (const rings of faces) {
      for (const [i, { place }] of this.#enclaves.entries()) if (holdsPlace(rings, place)) held.add(i)
    }
    return held
  }

  /** Why ground cannot have closed round something since. */
  newlyHeld(before: ReadonlySet<number>, after: ReadonlySet<number>): OuterFault | null {
    for (const i of after) {
      const enclave = this.#enclaves[i]
      if (!enclave || before.has(i)) continue
      const [x, y] = enclave.place
      return { reason: enclave.reason, at: [Math.round(x), Math.round(y)] }
    }
    return null
  }

  /** The parts of all these boundaries whose boxes meet a box. */
  segmentsIn(box: Box): (readonly [Spot, Spot])[] {
    return [...(this.#above ? [this.#above] : []), ...this.#beside].flatMap(({ area }) =>
      area.segmentsIn(box),
    )
  }

  /** The corners of these boundaries in a box, to draw a shared boundary along. */
  cornersIn(box: Box): Spot[] {
    return this.segmentsIn(box).flatMap(([a]) => (isIn(box, a) ? [a] : []))
  }
}

const isIn = ([west, south, east, north]: Box, [x, y]: Spot) =>
  x >= west && x <= east && y >= south && y <= north

const nameOf = ({ name, nameEn }: Neighbour): Both => ({ zh: name, en: nameEn || name })
const noName: Both = { zh: '', en: '' }
const knownOf = (each: Neighbour): Known => ({ name: nameOf(each), area: GroundArea.of(each.polygon) })

const words = {
  beside: ({ zh, en }: Both): Both => ({
    zh: `会占到${zh}的地：两镇的边界可以相接，不能重叠；请沿${zh}的边界画，或先由对方让出`,
    en: `This would take ground of ${en}: two towns may share a boundary, not ground. Draw along the boundary of ${en}, or have it give the ground first`,
  }),
  above: ({ zh, en }: Both): Both => ({
    zh: `会超出上级${zh}的边界；请移回界内，区划有变时先更新${zh}的边界`,
    en: `This would leave ${en}, the area above; stay inside it, or change the boundary of ${en} first`,
  }),
  far: {
    zh: '离本镇太远，请分几次移动外边界',
    en: 'This is too far from the town; move the outer boundary in several steps',
  },
}
