import { conflict, forbidden } from '../../errors.ts'
import { type Person, Role, type World } from '../account.ts'

/** What a person may do; `live` and `drill` differ because planners rehearse what commanders do. */
const rights = {
  'region.read': { live: everyone(), drill: everyone() },
  'region.import': { live: ['administrator'], drill: [] },
  'grid.edit': { live: ['grid-manager', 'administrator'], drill: [] },
  // Never the one who proposed; that is asked beside the right.
  'grid.review': { live: ['grid-manager', 'commander', 'administrator'], drill: [] },
  'hazard.edit': { live: ['planner', 'grid-manager', 'administrator'], drill: [] },
  'danger.report': {
    live: ['planner', 'grid-manager', 'duty', 'commander', 'responder', 'administrator'],
    drill: ['planner', 'grid-manager', 'duty', 'commander', 'responder', 'drill-organizer', 'administrator'],
  },
  'danger.handle': {
    live: ['planner', 'grid-manager', 'administrator'],
    drill: ['planner', 'grid-manager', 'drill-organizer', 'administrator'],
  },
  'reading.take': {
    live: ['planner', 'grid-manager', 'duty', 'administrator'],
    drill: ['planner', 'grid-manager', 'duty', 'drill-organizer', 'administrator'],
  },
  'warning.issue': {
    live: ['commander', 'duty', 'planner', 'administrator'],
    drill: ['commander', 'duty', 'planner', 'drill-organizer', 'administrator'],
  },
  'contact.read': {
    live: ['planner', 'grid-manager', 'duty', 'commander', 'administrator'],
    drill: ['planner', 'grid-manager', 'duty', 'commander', 'drill-organizer', 'administrator'],
  },
  // The tables of a method hold for every town.
  'method.revise': { live: ['administrator'], drill: [] },
  'risk.settle': { live: ['planner', 'administrator'], drill: [] },
  'edition.sign': { live: ['planner', 'administrator'], drill: [] },
  'register.confirm': { live: ['planner', 'grid-manager', 'administrator'], drill: [] },
  'plan.edit': { live: ['planner', 'administrator'], drill: [] },
  'incident.report': {
    live: ['commander', 'duty', 'planner', 'grid-manager', 'administrator'],
    drill: ['commander', 'duty', 'planner', 'grid-manager', 'drill-organizer', 'administrator'],
  },
  'incident.command': {
    live: ['commander', 'administrator'],
    drill: ['commander', 'planner', 'drill-organizer', 'administrator'],
  },
  'threat.draw': {
    live: ['commander', 'duty', 'planner', 'grid-manager', 'administrator'],
    drill: ['commander', 'duty', 'planner', 'grid-manager', 'drill-organizer', 'administrator'],
  },
  'order.answer': {
    live: ['responder', 'commander', 'administrator'],
    drill: ['responder', 'commander', 'drill-organizer', 'administrator'],
  },
  'drill.run': { live: ['drill-organizer', 'administrator'], drill: ['drill-organizer', 'administrator'] },
  'account.manage': { live: ['administrator'], drill: [] },
} satisfies Record<string, { live: Role[]; drill: Role[] }>

export type Right = keyof typeof rights

function everyone(): Role[] {
  return [...Role.options]
}

export function may(
  actor: Person,
  right: Right,
  { world, townId }: { world: World; townId: number | null },
): boolean {
  const roles: readonly Role[] = rights[right][world.kind]
  const inArea = townId === null || actor.townIds === null || actor.townIds.includes(townId)
  return inArea && actor.roles.some(role => roles.includes(role))
}

/**
 * Refuses what the actor's roles or area do not cover, and any change in the world of an ended drill.
 * @throws Refusal `forbidden`, `conflict`
 */
export function allow(actor: Person, right: Right, where: { world: World; townId: number | null }): void {
  if (!where.world.open && right !== 'region.read') {
    throw conflict({ zh: '演练已结束，只能查看', en: 'The drill has ended; it can only be looked at' })
  }
  if (may(actor, right, where)) return
  throw outsideArea()
}

export const outsideArea = () =>
  forbidden({
    zh: '您的角色或管辖范围不允许这项操作，请联系有权限的人员',
    en: 'Your role or area does not cover this; ask someone who has the right',
  })

/** Whether the actor's towns cover those of an account: nobody hands out more than they have. */
export const mayManage = (actor: Person, { townIds }: { townIds: number[] | null }): boolean =>
  actor.townIds === null || (townIds?.every(id => actor.townIds?.includes(id)) ?? false)
