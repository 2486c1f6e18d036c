import { type EditResult, type Restore, reasons } from './coverage-edit.ts'
import { faultOf } from './coverage-fault.ts'
import { drawnOuter, heldBy, none, outerFault, tornOuter } from './coverage-outer.ts'
import { type Bounds, type Plan, type Refused, refused } from './coverage-plan.ts'
import type { Faces, Replaced } from './faces.ts'
import { loopsOn } from './outer-loops.ts'
import { partsOf } from './parent-outline.ts'
import { tierFault, tiersOver } from './tier-fault.ts'

/** Does what an edit planned, or finds that it does not fit and leaves everything as it was. */
export const commit = (faces: Faces, plan: Plan, bounds: Bounds): EditResult =>
  plan.moves ? commitMoves(faces, plan.moves, bounds) : commitFaces(faces, plan, bounds)

function commitMoves(faces: Faces, moves: NonNullable<Plan['moves']>, bounds: Bounds): EditResult {
  const { plane } = faces
  const vertices = moves.map(({ from, to }) => ({ v: plane.vertexAt(from), from, to }))
  const halves = vertices.flatMap(({ v }) => plane.outOf(v))
  const edges = [...new Set(halves.map(half => half >> 1))]
  const outer = halves.filter(half => plane.isOuterEdge(half))
  const [blocked] = outer
  if (blocked !== undefined && !bounds.outer) return refused(reasons.outer, plane.from(blocked))
  const changed = facesBeside(faces, halves)
  const held = outer.length > 0 ? heldBy(faces, changed, bounds) : none
  plane.place(vertices)
  const misfit = faultOf(faces, { edges, changed })
  const fault = misfit
    ? { ...misfit, at: moves[0]?.from ?? misfit.at }
    : outerFault(faces, { edges: outer.map(half => half >> 1), changed, bounds, held })
  if (fault) {
    plane.place(vertices.map(({ v, from }) => ({ v, to: from })))
    return fault
  }
  const back = moves.map(({ from, to }) => ({ from: to, to: from }))
  const inverse: Restore = {
    kind: 'restore',
    moves: back,
    faces: [],
    gone: [],
    above: [],
    nextId: faces.nextId,
  }
  const parents = changedParents(edges.flatMap(edge => differing(faces, edge)))
  return { done: true, faces: changed, made: [], gone: [], origins: [], parents, bent: [], inverse }
}

export function facesBeside(faces: Faces, halves: readonly number[]): number[] {
  const ids = halves.flatMap(half => [faces.idOf(half), faces.idOf(half ^ 1)])
  return [...new Set(ids.filter(id => id !== null))].sort((a, b) => a - b)
}

function commitFaces(faces: Faces, plan: Plan, bounds: Bounds): EditResult {
  const fresh = plan.sets.filter(({ id }) => !faces.has(id)).map(({ id }) => id)
  const made = fresh.filter(id => !faces.tiers.isDivided(id))
  const old = [...plan.sets.map(({ id }) => id).filter(id => faces.has(id)), ...plan.gone]
  const inverse = asNow(faces, { old, made: fresh, above: [...plan.above.keys()] })
  const before = new Map(old.flatMap(id => edgesOf(faces, id)).map(edge => [edge, sidesOf(faces, edge)]))
  const isOuter = bounds.outer && [...before.values()].some(({ outer }) => outer)
  const was = isOuter ? { held: heldBy(faces, old, bounds), loops: loopsOn(faces, old) } : null
  const above = parentsOf(faces, old, isOuter)
  const divided = tiersOver(faces, old)
  const replaced = carryOut(faces, plan)
  const changes = changesOf(faces, { plan, before, replaced })
  const changed = plan.sets.map(({ id }) => id).sort((a, b) => a - b)
  const moved = [...plan.above.keys()].flatMap(id => faces.tiers.facesUnder(id)).filter(faces.has)
  const fault =
    (replaced.conflict ? refused(reasons.crosses, replaced.conflict.at) : null) ??
    faultOf(faces, { edges: replaced.created, changed }) ??
    unaskedOuter(faces, { changes, plan, bounds }) ??
    outerFault(faces, {
      edges: drawnOuter(faces, changes.nowOuter, plan),
      changed,
      bounds,
      held: was?.held ?? none,
    }) ??
    (was && !bounds.isPart ? tornOuter(faces, { was: was.loops, changed }) : null) ??
    tierFault(faces, divided) ??
    fallsApart(faces, { above, plan, inverse })
  if (fault) {
    putBack(faces, inverse)
    return fault
  }
  faces.nextId -= made.length
  const { origins, bent } = plan
  const gone = [...new Set([...plan.gone, ...origins.map(({ face }) => face)])]
    .filter(id => !stands(faces, id))
    .sort((a, b) => a - b)
  const all = [...new Set([...changed, ...moved])].sort((a, b) => a - b)
  return { done: true, faces: all, made, gone, origins, parents: changes.parents, bent, inverse }
}

function carryOut(faces: Faces, plan: Plan): Replaced {
  const replaced = faces.replace(plan.sets, plan.gone)
  for (const [id, parent] of plan.parents) faces.setParent(id, parent)
  for (const [id, above] of plan.above) faces.tiers.set(id, above)
  return replaced
}

/** What puts faces back as they are now, and which divided grids they and others lie in. */
export function asNow(
  faces: Faces,
  { old, made, above }: { old: readonly number[]; made: readonly number[]; above: readonly number[] },
): Restore {
  const now = old.map(id => ({ id, rings: faces.ringsOf(id), parent: faces.parentOf(id) }))
  const lying = faces.tiers.isEmpty && above.length === 0 ? [] : [...new Set([...above, ...old])]
  const tiers = lying.map(id => [id, faces.tiers.aboveOf(id)] as const)
  return { kind: 'restore', moves: [], faces: now, gone: made, above: tiers, nextId: faces.nextId }
}

const stands = (faces: Faces, id: number) => faces.has(id) || faces.tiers.isDivided(id)

/** Puts faces, vertices and the next id as a restore says, unchecked: it comes from an edit that was done here. */
export function putBack(faces: Faces, { moves, faces: sets, gone, above, nextId }: Restore): void {
  const vertices = moves.map(({ from, to }) => ({ v: faces.plane.vertexAt(from), to }))
  faces.plane.place(vertices.filter(({ v }) => v >= 0))
  faces.replace(sets, gone)
  for (const { id, parent } of sets) faces.setParent(id, parent)
  for (const [id, tier] of above) faces.tiers.set(id, tier)
  faces.nextId = nextId
}

const edgesOf = (faces: Faces, id: number) => faces.halvesOf(id).map(half => half >> 1)

interface Sides {
  outer: boolean
  left: number | null
  right: number | null
}

const sidesOf = (faces: Faces, edge: number): Sides => ({
  outer: faces.plane.isOuterEdge(edge * 2),
  left: faces.hasParents ? faces.parentOf(faces.idOf(edge * 2)) : null,
  right: faces.hasParents ? faces.parentOf(faces.idOf(edge * 2 + 1)) : null,
})

const nothing: Sides = { outer: false, left: null, right: null }
const bareOuter: Sides = { ...nothing, outer: true }

interface Changes {
  /** Outer edges that were not there before. */
  nowOuter: number[]
  /** How many outer edges there are no more. */
  lost: number
  parents: number[]
}

function changesOf(
  faces: Faces,
  { plan, before, replaced }: { plan: Plan; before: Map<number, Sides>; replaced: Replaced },
): Changes {
  const now = new Set(plan.sets.flatMap(({ id }) => edgesOf(faces, id)))
  const nowOuter: number[] = []
  let lost = 0
  const parents: (number | null)[] = []
  for (const edge of before.keys()) now.add(edge)
  for (const edge of now) {
    const after = replaced.dropped.has(edge) ? nothing : sidesOf(faces, edge)
    const was = before.get(edge) ?? (replaced.created.has(edge) ? nothing : bareOuter)
    if (after.outer && !was.outer) nowOuter.push(edge)
    if (was.outer && !after.outer) lost += 1
    const isBorder = was.left !== was.right || after.left !== after.right
    const isAsBefore = was.left === after.left && was.right === after.right
    if (isBorder && !isAsBefore) parents.push(...differ(was), ...differ(after))
  }
  return { nowOuter, lost, parents: changedParents(parents) }
}

const differ = ({ left, right }: Sides) => (left === right ? [] : [left, right])
const differing = (faces: Faces, edge: number) => differ(sidesOf(faces, edge))
const changedParents = (parents: (number | null)[]) =>
  [...new Set(parents.filter(parent => parent !== null))].sort((a, b) => a - b)

/** An outer boundary that changed although only inner edits were asked for; vertices put into it are not a change. */
function unaskedOuter(
  faces: Faces,
  { changes, plan, bounds }: { changes: Changes; plan: Plan; bounds: Bounds },
): Refused | null {
  if (bounds.outer) return null
  const [edge] = drawnOuter(faces, changes.nowOuter, plan)
  if (edge !== undefined) return refused(reasons.outer, faces.plane.from(edge * 2))
  const first = plan.sets[0]?.rings[0]?.[0] ?? [0, 0]
  return changes.lost > plan.bent.length ? refused(reasons.outer, first) : null
}

/** The villages whose grids change, when they are more than one: with one alone nothing leaves it, unless the town. */
function parentsOf(faces: Faces, ids: readonly number[], isOuter: boolean): number[] {
  const parents = [...new Set(ids.map(id => faces.parentOf(id)).filter(parent => parent !== null))]
  return parents.length < 2 && !isOuter ? [] : parents
}

/** A village that has more parts than before. Only when one is in parts now is it looked at as it was. */
function fallsApart(
  faces: Faces,
  { above, plan, inverse }: { above: readonly number[]; plan: Plan; inverse: Restore },
): Refused | null {
  const now = new Map(above.map(parent => [parent, partsOf(faces, faces.childrenOf(parent))]))
  const apart = above.filter(parent => (now.get(parent) ?? 0) > 1)
  if (apart.length === 0) return null
  putBack(faces, inverse)
  const torn = apart.find(parent => (now.get(parent) ?? 0) > partsOf(faces, faces.childrenOf(parent)))
  if (torn === undefined) {
    carryOut(faces, plan)
    return null
  }
  const [child = 0] = faces.childrenOf(torn)
  return refused(reasons.parentDivides, faces.ringsOf(child)[0]?.[0] ?? [0, 0])
}
