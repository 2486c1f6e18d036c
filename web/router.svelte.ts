import { createContext } from 'svelte'
import { formatRoute, parseRoute, type Route, type Workspace, type WorkspaceKind } from './route.ts'

/** A step within the current town: what is left out of `query` goes away, `town` stays unless given. */
export interface Step {
  kind: WorkspaceKind
  id?: string | number | undefined
  town?: string | undefined
  query?: Record<string, string> | undefined
}

/** The address bar as state. The hash is the map's and survives every step between workspaces. */
export class Router {
  #route = $state.raw<Route>(parseRoute(location.pathname, location.search))
  readonly route = $derived(this.#route)
  readonly workspace: Workspace | undefined = $derived(
    this.#route.kind === 'workspace' ? this.#route.workspace : undefined,
  )

  /** Follows back, forward and plain links inside the app; answers how to stop. */
  listen(): () => void {
    const read = () => {
      this.#route = parseRoute(location.pathname, location.search)
    }
    const click = (event: MouseEvent) => this.#followLink(event)
    window.addEventListener('popstate', read)
    document.addEventListener('click', click)
    return () => {
      window.removeEventListener('popstate', read)
      document.removeEventListener('click', click)
    }
  }

  open(route: Route, how: 'push' | 'replace' = 'push') {
    const to = route.kind === 'workspace' ? route.workspace.town : undefined
    const keepsMap = to !== undefined && (to === this.workspace?.town || this.#route.kind === 'home')
    const address = formatRoute(route) + (keepsMap ? location.hash : '')
    if (how === 'push') history.pushState(null, '', address)
    else history.replaceState(null, '', address)
    this.#route = route
  }

  /** Opens an address of this app, hash included, in place of the current one; a foreign one is refused. */
  openAddress(address: string) {
    const url = new URL(address, location.origin)
    if (url.origin !== location.origin) return
    history.replaceState(null, '', url.pathname + url.search + url.hash)
    this.#route = parseRoute(url.pathname, url.search)
  }

  /** Opens a workspace of this town (or of `town`). */
  go(step: Step) {
    this.open({ kind: 'workspace', workspace: this.#filled(step) })
  }

  /** Changes id or query of the current workspace without a new entry in the history. */
  refine(change: { id?: string | number | undefined; query?: Record<string, string | undefined> }) {
    const current = this.workspace
    if (!current) return
    const id = 'id' in change ? textOf(change.id) : current.id
    const query = { ...current.query, ...change.query }
    const kept = Object.fromEntries(
      Object.entries(query).flatMap(([key, value]) => (value ? [[key, value]] : [])),
    )
    this.open({ kind: 'workspace', workspace: { ...current, id, query: kept } }, 'replace')
  }

  /** The address of a step, for links. */
  href(step: Step): string {
    return formatRoute({ kind: 'workspace', workspace: this.#filled(step) })
  }

  #filled({ kind, id, town, query }: Step): Workspace {
    return { kind, town: town ?? this.workspace?.town ?? '', id: textOf(id), query: query ?? {} }
  }

  #followLink(event: MouseEvent) {
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey)
      return
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (!link || link.target || link.origin !== location.origin || link.hasAttribute('download')) return
    if (/^\/(api|tiles|ogc|cap)\b/.test(link.pathname) || link.getAttribute('href')?.startsWith('#')) return
    event.preventDefault()
    this.open(parseRoute(link.pathname, link.search))
  }
}

const textOf = (id: string | number | undefined) => (id === undefined ? undefined : String(id))

export const [useRouter, provideRouter] = createContext<Router>()
