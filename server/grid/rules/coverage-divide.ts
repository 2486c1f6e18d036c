import { inReadingOrder } from '../../member/rules/codes.ts'
import { lngLatOf, type Spot } from '../../region/rules/lattice.ts'
import type { BoundaryEditOf } from '../boundary-edit.ts'
import { commit, putBack } from './coverage-commit.ts'
import { type EditDone, type FaceRings, type Restore, reasons } from './coverage-edit.ts'
import { type Plan, planOf, type Refused, refused } from './coverage-plan.ts'
import { planSplit } from './coverage-split.ts'
import type { Faces } from './faces.ts'
import { begun, joinRings } from './join-rings.ts'

/** Below a grid of the first level there are two more: 二级网格 and 微网格. */
const mostAbove = 2

/**
 * Divides a grid into grids of the next level along lines, each from side to side of what is left by the ones before.
 * The pieces are all new, numbered as one reads a map; the grid itself stays as what they are in.
 */
export function planDivide(faces: Faces, { face, lines }: BoundaryEditOf<'divide'>): Plan | Refused {
  const at = lines[0]?.[0] ?? [0, 0]
  const { tiers } = faces
  if (tiers.isDivided(face)) return refused(reasons.divided, at)
  if (!faces.has(face)) return refused(reasons.noFace, at)
  if (tiers.pathOf(face).length >= mostAbove) return refused(reasons.deepest, at)
  const tried = tryLines(faces, { face, lines })
  if ('done' in tried) return tried
  const { pieces, beside, bent } = tried
  const first = faces.nextId
  const children = inReadingOrder(pieces.map(rings => ({ rings, middle: middleOf(rings) })))
  const sets = children.map(({ rings }, i) => ({
    id: first - i,
    rings: rings.map(ring => begun(ring, undefined)),
  }))
  const parent = faces.parentOf(face)
  return planOf({
    sets: [...sets, ...beside],
    gone: [face],
    parents: new Map(sets.map(({ id }) => [id, parent])),
    above: new Map([[face, tiers.aboveOf(face)], ...sets.map(({ id }) => [id, face] as const)]),
    origins: sets.map(({ id }) => ({ face: id, from: [face] })),
    bent,
  })
}

interface Tried {
  pieces: Spot[][][]
  /** Neighbours that only take a vertex where a line ends. */
  beside: FaceRings[]
  bent: EditDone['bent']
}

/** What the lines make of a face; it is left as it was. */
function tryLines(faces: Faces, { face, lines }: Omit<BoundaryEditOf<'divide'>, 'kind'>): Tried | Refused {
  const back: Restore[] = []
  const pieces = [face]
  const touched = new Set<number>()
  const bent: EditDone['bent'] = []
  let refusal: Refused | null = null
  for (const line of lines) {
    const plan = planSplit(faces, { kind: 'split', line: [...line], faces: [...pieces] })
    const result = 'done' in plan ? plan : commit(faces, plan, { outer: false, within: null, isPart: true })
    if (!result.done) {
      refusal = result
      break
    }
    back.push(result.inverse)
    pieces.push(...result.made)
    for (const id of result.faces) touched.add(id)
    bent.push(...result.bent)
  }
  const ringsOf = (id: number) => faces.ringsOf(id)
  const beside = [...touched].filter(id => !pieces.includes(id)).sort((a, b) => a - b)
  const tried = {
    pieces: pieces.map(ringsOf),
    beside: beside.map(id => ({ id, rings: ringsOf(id) })),
    bent,
  }
  for (const inverse of back.toReversed()) putBack(faces, inverse)
  return refusal ?? tried
}

/** Takes away what lies in a divided grid, down to the lowest level: it is one piece of ground again. */
export function planUndivide(faces: Faces, { face }: BoundaryEditOf<'undivide'>): Plan | Refused {
  const { tiers } = faces
  if (!tiers.isDivided(face)) {
    const at = faces.ringsOf(face)[0]?.[0] ?? [0, 0]
    return refused(faces.has(face) ? reasons.undivided : reasons.noFace, at)
  }
  const under = tiers.allUnder(face)
  const lowest = tiers.facesUnder(face)
  const rings = joinRings(
    lowest.map(id => faces.ringsOf(id)),
    undefined,
  )
  if (!Array.isArray(rings)) return refused(rings.reason, rings.at)
  return planOf({
    sets: [{ id: face, rings }],
    gone: lowest,
    parents: new Map([[face, faces.parentOf(lowest[0] ?? face)]]),
    above: new Map([...under.map(id => [id, null] as const), [face, tiers.aboveOf(face)]]),
    origins: under.sort((a, b) => a - b).map(id => ({ face: id, from: [face] })),
  })
}

function middleOf([outer = []]: Spot[][]): [number, number] {
  const side = (of: (spot: Spot) => number) => {
    const all = outer.map(of)
    const [low, high] = [all.reduce((a, b) => Math.min(a, b)), all.reduce((a, b) => Math.max(a, b))]
    return Math.round((low + high) / 2)
  }
  return lngLatOf([side(([x]) => x), side(([, y]) => y)])
}
