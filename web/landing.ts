import type { Route } from './route.ts'
import type { Home } from './session.svelte.ts'

export interface Standing {
  state: 'unknown' | 'out' | 'in'
  home: Home
  /** The code of the town to open when the address names none that this person may see. */
  townCode: string | undefined
  townCodes: string[]
  /** They signed out themselves: the page they left is not where the next person wants to go. */
  left: boolean
}

/** Where somebody must be sent instead of the route; undefined when they may stay. */
export function landing(route: Route, at: Standing, address: string): Route | undefined {
  if (at.state === 'unknown') return undefined
  if (at.state === 'out') {
    if (route.kind === 'sign-in') return undefined
    return { kind: 'sign-in', key: undefined, next: route.kind === 'home' || at.left ? undefined : address }
  }
  if (route.kind === 'home' || (route.kind === 'sign-in' && !route.key)) return homeRoute(at)
  if (route.kind === 'workspace' && at.townCode && !at.townCodes.includes(route.workspace.town)) {
    return { kind: 'workspace', workspace: { ...route.workspace, town: at.townCode } }
  }
  return undefined
}

/** The route of a role's home screen. */
export function homeRoute({ home, townCode }: Pick<Standing, 'home' | 'townCode'>): Route {
  if (home === 'field') return { kind: 'field', id: undefined, query: {} }
  return { kind: 'workspace', workspace: { kind: home, town: townCode ?? '', id: undefined, query: {} } }
}
