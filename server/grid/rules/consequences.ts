import { area, feature, featureCollection, intersect } from '@turf/turf'
import type { MultiPolygon, Polygon } from '../../region/place.ts'
import { lngLatOf, type Spot } from '../../region/rules/lattice.ts'
import type { Consequences, GridConsequence, Handover, Tally } from '../consequence.ts'
import { FaceIndex } from './face-index.ts'
import type { Rings } from './outline.ts'
import { type GroundCell, type PeopleTransfer, transferPeople } from './transfer-people.ts'

export interface GroundFace {
  face: number
  name: string
  regionId: number
  rings: Rings
  households: number
  /** The divided grids that it lies in. */
  above?: readonly number[]
}

/** Faces that change: those that were, those that will be, and who inherits from the ones that go. */
export interface GroundChange {
  before: readonly GroundFace[]
  after: readonly GroundFace[]
  heirs: ReadonlyMap<number, number>
  /** Divided grids whose figures follow from their faces. Every face in them is among those before and after. */
  tiers?: readonly Tier[]
  /** Faces that stay as they are. */
  still?: ReadonlySet<number>
}

/** A grid that is divided before, after, or both. */
export interface Tier {
  face: number
  name: string
  regionId: number
}

const work = ['hazards', 'incidents', 'tasks', 'dangers'] as const

/** What lies on the ground of the changing faces; each place stands for one thing. */
export interface GroundThings extends Record<(typeof work)[number], readonly Spot[]> {
  cells: readonly GroundCell[]
}

const sliverSquareMeters = 0.5

/** What a change of faces does to each of them and what goes from which to which. */
export function consequencesOf(
  change: GroundChange,
  things: GroundThings,
): Pick<Consequences, 'grids' | 'handovers'> {
  const people = transferPeople(change, things.cells)
  const grids = tallied(change, things, people)
  return { grids, handovers: handoversOf(change, things, people) }
}

function tallied(change: GroundChange, things: GroundThings, people: PeopleTransfer): GridConsequence[] {
  const before = new Map(change.before.map(each => [each.face, tallyOf(each)]))
  const after = new Map(
    change.after.map(each => [
      each.face,
      { ...tallyOf(each), households: people.households.get(each.face) ?? 0 },
    ]),
  )
  for (const { people: count, gridId } of things.cells) {
    add(before, gridId, { people: count })
    add(after, gridId, { people: count })
  }
  for (const { cell, from, to } of people.moves) {
    add(after, from, { people: -cell.people })
    add(after, to, { people: cell.people })
  }
  const [was, is] = [new FaceIndex(change.before), new FaceIndex(change.after)]
  for (const kind of work) {
    for (const spot of things[kind]) {
      add(before, was.faceAt(spot), { [kind]: 1 })
      add(after, is.faceAt(spot), { [kind]: 1 })
    }
  }
  const names = new Map([...change.before, ...change.after].map(each => [each.face, each]))
  const over = new Set(change.tiers?.map(({ face }) => face))
  const faces = [...names.values()].filter(({ face }) => !change.still?.has(face) && !over.has(face))
  const told = faces.map(({ face, name, regionId }) => {
    const [old, next] = [before.get(face), after.get(face)]
    const fate = !old ? 'made' : next ? 'changed' : 'gone'
    return { face, name, regionId, fate, before: old ?? nothing(), after: next ?? nothing() } as const
  })
  const tiers = (change.tiers ?? []).flatMap(tier => tierOf(tier, change, { before, after }))
  return [...tiers, ...told]
}

interface Tallies {
  before: ReadonlyMap<number, Tally>
  after: ReadonlyMap<number, Tally>
}

/** A grid above others: what its faces have together. One that keeps what it had is not told. */
function tierOf(tier: Tier, change: GroundChange, tallies: Tallies): GridConsequence[] {
  const { face } = tier
  const sideOf = (side: 'before' | 'after') => {
    const under = change[side].filter(each => each.face === face || each.above?.includes(face))
    const sum = new Map([[face, nothing()]])
    for (const each of under) add(sum, face, tallies[side].get(each.face) ?? nothing())
    const squareMeters = under.reduce(
      (all, each) => all + (tallies[side].get(each.face)?.squareMeters ?? 0),
      0,
    )
    return {
      isFace: under.some(each => each.face === face),
      tally: { ...(sum.get(face) ?? nothing()), squareMeters },
    }
  }
  const [was, is] = [sideOf('before'), sideOf('after')]
  const [isThere, wasThere] = [is.tally.squareMeters > 0, was.tally.squareMeters > 0]
  const stays = was.isFace ? 'divided' : is.isFace ? 'joined' : 'changed'
  const fate = !wasThere ? 'made' : !isThere ? 'gone' : stays
  const isSame =
    fate === 'changed' && JSON.stringify(rounded(was.tally)) === JSON.stringify(rounded(is.tally))
  return isSame ? [] : [{ ...tier, isOver: true, fate, before: was.tally, after: is.tally }]
}

const rounded = (tally: Tally) => ({ ...tally, squareMeters: Math.round(tally.squareMeters) })

function handoversOf(change: GroundChange, things: GroundThings, people: PeopleTransfer): Handover[] {
  const after = new Map(change.after.map(each => [each.face, each]))
  const index = new FaceIndex(change.after)
  const found = new Map<string, Handover>()
  for (const { face: from, rings } of change.before) {
    for (const to of index.near(rings)) {
      const next = after.get(to)
      const piece = next && to !== from ? commonGround(rings, next.rings) : null
      if (piece) found.set(`${from} ${to}`, { from, to, polygon: piece.polygon, tally: piece.tally })
    }
  }
  const tallies = new Map([...found].map(([key, { tally }]) => [key, tally]))
  for (const { cell, from, to } of people.moves) add(tallies, `${from} ${to}`, { people: cell.people })
  for (const { from, to, households } of people.parts) add(tallies, `${from} ${to}`, { households })
  const was = new FaceIndex(change.before)
  for (const kind of work) {
    for (const spot of things[kind]) add(tallies, `${was.faceAt(spot)} ${index.faceAt(spot)}`, { [kind]: 1 })
  }
  return [...found.values()]
}

function commonGround(a: Rings, b: Rings): { polygon: Polygon | MultiPolygon; tally: Tally } | null {
  const piece = intersect(featureCollection([feature(polygonOf(a)), feature(polygonOf(b))]))
  const squareMeters = piece ? area(piece) : 0
  if (!piece || squareMeters < sliverSquareMeters) return null
  return { polygon: shapeOf(piece.geometry), tally: { ...nothing(), squareMeters } }
}

/** Rings of the lattice hold pairs only, so the cut has no heights either. */
const shapeOf = (geometry: { type: string; coordinates: unknown }) => geometry as Polygon | MultiPolygon

function polygonOf(rings: Rings): Polygon {
  return {
    type: 'Polygon',
    coordinates: rings.map(ring => [...ring, ...ring.slice(0, 1)].map(lngLatOf)),
  }
}

const tallyOf = ({ rings, households }: GroundFace): Tally => ({
  ...nothing(),
  squareMeters: area(polygonOf(rings)),
  households,
})

function add<K>(tallies: Map<K, Tally>, key: K | null | undefined, more: Partial<Tally>): void {
  const tally = key === null || key === undefined ? undefined : tallies.get(key)
  if (!tally) return
  for (const kind of ['people', 'households', ...work] as const) tally[kind] += more[kind] ?? 0
}

const nothing = (): Tally => ({
  squareMeters: 0,
  people: 0,
  households: 0,
  hazards: 0,
  incidents: 0,
  tasks: 0,
  dangers: 0,
})
