/** What fills the frame, in the order of the rail. */
export const workspaceKinds = [
  'overview',
  'risk',
  'grid',
  'plan',
  'incident',
  'dispatch',
  'resource',
  'drill',
  'settings',
] as const
export type WorkspaceKind = (typeof workspaceKinds)[number]

/** One job on screen: `id` is what it is about (an incident, a plan), `query` its smaller choices. */
export interface Workspace {
  kind: WorkspaceKind
  town: string
  id: string | undefined
  query: Record<string, string>
}

export type Route =
  | { kind: 'home' }
  | { kind: 'sign-in'; key: string | undefined; next: string | undefined }
  | { kind: 'field'; id: string | undefined; query: Record<string, string> }
  | { kind: 'workspace'; workspace: Workspace }

const isWorkspaceKind = (word: string | undefined): word is WorkspaceKind =>
  workspaceKinds.some(kind => kind === word)

/** Reads the path and the query of an address; the hash (`#ll=…&z=…`) belongs to the map. */
export function parseRoute(pathname: string, search: string): Route {
  const [first, second, third] = pathname.split('/').filter(Boolean).map(decode)
  const query = Object.fromEntries(new URLSearchParams(search))
  if (query.key) return { kind: 'sign-in', key: query.key, next: query.next }
  if (first === undefined) return { kind: 'home' }
  if (first === 'sign-in') return { kind: 'sign-in', key: undefined, next: query.next }
  if (first === 'field') return { kind: 'field', id: second, query }
  const kind = isWorkspaceKind(second) ? second : 'overview'
  return {
    kind: 'workspace',
    workspace: { kind, town: first, id: isWorkspaceKind(second) ? third : undefined, query },
  }
}

/** The address of a route, without the hash; what is absent or empty is left out. */
export function formatRoute(route: Route): string {
  switch (route.kind) {
    case 'home':
      return '/'
    case 'sign-in':
      return `/sign-in${formatQuery({ key: route.key, next: route.next })}`
    case 'field':
      return `/field${route.id ? `/${encodeURIComponent(route.id)}` : ''}${formatQuery(route.query)}`
    case 'workspace': {
      const { town, kind, id, query } = route.workspace
      const path = [town, kind, id].filter(part => part !== undefined && part !== '')
      return `/${path.map(part => encodeURIComponent(String(part))).join('/')}${formatQuery(query)}`
    }
  }
}

function formatQuery(query: Record<string, string | undefined>): string {
  const pairs = Object.entries(query).flatMap(([key, value]) => (value ? [[key, value]] : []))
  return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : ''
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
