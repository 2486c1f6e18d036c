import type { OsmExtract, OsmRelation } from '../../../tiles/osm.ts'

/** Of the turns from one way over one node, either one is forbidden or only one is allowed. */
interface Restriction {
  fromWay: number
  viaNode: number
  toWay: number
  only: boolean
}

/** Of the ways on from one way over another, either one is forbidden or only one is allowed. */
export interface ViaWayRestriction {
  fromWay: number
  viaWay: number
  toWay: number
  only: boolean
}

/** Turn restrictions over one whole way, such as the stub between two carriageways. */
export function viaWayRestrictions(extract: OsmExtract): ViaWayRestriction[] {
  return binding(extract).flatMap(({ relation, only }) => {
    const viaWays = membersOf(relation, 'via', 'way')
    const viaWay = viaWays[0]
    if (viaWay === undefined || viaWays.length > 1) return []
    return membersOf(relation, 'from', 'way').flatMap(fromWay =>
      membersOf(relation, 'to', 'way').map(toWay => ({ fromWay, viaWay, toWay, only })),
    )
  })
}

function binding(extract: OsmExtract): { relation: OsmRelation; only: boolean }[] {
  return extract.relations.flatMap(relation => {
    const rule = relation.tags.restriction ?? relation.tags['restriction:motorcar']
    if (relation.tags.type !== 'restriction' || rule === undefined || exempts(relation)) return []
    const only = rule.startsWith('only_')
    return only || rule.startsWith('no_') ? [{ relation, only }] : []
  })
}

function membersOf(relation: OsmRelation, role: string, type: 'node' | 'way'): number[] {
  return relation.members.filter(one => one.role === role && one.type === type).map(one => one.ref)
}

/** Turn restrictions over a node that bind motor vehicles at any hour. */
export function turnRestrictions(extract: OsmExtract): Restriction[] {
  return binding(extract).flatMap(({ relation, only }) => {
    const viaNode = extract.nodes.indexOf(membersOf(relation, 'via', 'node')[0] ?? Number.NaN)
    if (viaNode < 0) return []
    return membersOf(relation, 'from', 'way').flatMap(fromWay =>
      membersOf(relation, 'to', 'way').map(toWay => ({ fromWay, viaNode, toWay, only })),
    )
  })
}

function exempts(relation: OsmRelation): boolean {
  const exempt = (relation.tags.except ?? '').split(';').map(word => word.trim())
  return exempt.some(word => word === 'motorcar' || word === 'motor_vehicle' || word === 'vehicle')
}

export interface TurnQuestion {
  fromWay: number
  toWay: number
  isUTurn: boolean
}

/** Tells forbidden turns apart, by graph node; foot is bound by none of them. */
export function restrictionBook(restrictions: Restriction[], nodeOf: Map<number, number>) {
  const byNode = new Map<number, Restriction[]>()
  for (const restriction of restrictions) {
    const node = nodeOf.get(restriction.viaNode)
    if (node === undefined) continue
    byNode.set(node, [...(byNode.get(node) ?? []), restriction])
  }
  return (node: number, turn: TurnQuestion): boolean => {
    const here = byNode.get(node)?.filter(restriction => restriction.fromWay === turn.fromWay) ?? []
    if (here.some(restriction => !restriction.only && restriction.toWay === turn.toWay)) return true
    const only = here.filter(restriction => restriction.only)
    return only.length > 0 && !only.some(restriction => restriction.toWay === turn.toWay)
  }
}
