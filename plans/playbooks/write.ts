import type { Skill } from '../../server/responder/responder.ts'
import type { MapAct, Need, PlanNode, Text } from '../plan.ts'

/** Chinese, English. */
export type Pair = readonly [zh: string, en: string]

type More = Pick<PlanNode, 'clause' | 'role' | 'level' | 'minutes' | 'after'> & { note?: Pair }

const say = ([zh, en]: Pair): Text => ({ zh, en })

function node(kind: PlanNode['kind'], id: string, title: Pair, { note, ...more }: More): PlanNode {
  return { id, kind, title: say(title), ...more, ...(note ? { note: say(note) } : {}) }
}

export function stage(
  id: string,
  title: Pair,
  { children, ...more }: More & { children: PlanNode[] },
): PlanNode {
  return { ...node('stage', id, title, more), children }
}

export const task = (id: string, title: Pair, more: More = {}): PlanNode => node('task', id, title, more)
export const check = (id: string, title: Pair, more: More = {}): PlanNode => node('check', id, title, more)
export const role = (id: string, title: Pair, more: More = {}): PlanNode => node('role', id, title, more)

/** A question. Done means yes and opens the children; skipped means no. */
export function decision(
  id: string,
  title: Pair,
  { children, ...more }: More & { children?: PlanNode[] },
): PlanNode {
  return { ...node('decision', id, title, more), ...(children ? { children } : {}) }
}

export function resource(id: string, title: Pair, { need, ...more }: More & { need: Need[] }): PlanNode {
  return { ...node('resource', id, title, more), need }
}

export function notice(
  id: string,
  title: Pair,
  { to, text, ...more }: More & { to: Pair; text: Pair },
): PlanNode {
  return { ...node('notice', id, title, more), notice: { to: say(to), text: say(text) } }
}

export function onMap(
  id: string,
  title: Pair,
  { act, radiusMeters, ...more }: More & { act: MapAct; radiusMeters?: number },
): PlanNode {
  return {
    ...node('map', id, title, more),
    map: radiusMeters === undefined ? { act } : { act, radiusMeters },
  }
}

const ask =
  (kind: 'team' | 'expert' | 'vehicle') =>
  (skill: Skill, count: number, withinMinutes?: number): Need => ({
    kind,
    skill,
    count,
    ...(withinMinutes === undefined ? {} : { withinMinutes }),
  })

export const teams = ask('team')
export const experts = ask('expert')
export const vehicles = ask('vehicle')
export const stock = (item: string, count: number): Need => ({ kind: 'supply', skill: item, count })

export const says = (pairs: readonly Pair[]): Text[] => pairs.map(say)
export const levelTexts = (texts: Record<'I' | 'II' | 'III' | 'IV', Pair>) => ({
  I: say(texts.I),
  II: say(texts.II),
  III: say(texts.III),
  IV: say(texts.IV),
})
