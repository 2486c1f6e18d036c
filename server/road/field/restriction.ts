import type { OsmExtract, OsmRelation } from '../../../tiles/osm.ts'
import { Access } from './graph.ts'

/** Of the turns from one way over one node, either one is forbidden or only one is allowed. */
export interface Restriction {
  fromWay: number
  viaNode: number
  toWay: number
  only: boolean
}

/** Turn restrictions over a node that bind motor vehicles at any hour. */
export function turnRestrictions(extract: OsmExtract): Restriction[] {
  return extract.relations.flatMap(relation => {
    const rule = relation.tags.restriction ?? relation.tags['restriction:motorcar']
    if (relation.tags.type !== 'restriction' || rule === undefined) return []
    if (exempts(relation)) return []
    const only = rule.startsWith('only_')
    if (!only && !rule.startsWith('no_')) return []
    const member = (role: string, type: 'node' | 'way') =>
      relation.members.filter(one => one.role === role && one.type === type).map(one => one.ref)
    const viaNode = extract.nodes.indexOf(member('via', 'node')[0] ?? Number.NaN)
    if (viaNode < 0) return []
    return member('from', 'way').flatMap(fromWay =>
      member('to', 'way').map(toWay => ({ fromWay, viaNode, toWay, only })),
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

export const MOTOR = Access.car | Access.truck
