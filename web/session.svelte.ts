import { createContext } from 'svelte'
import type { DemoRole, Person, Role, Session as SessionWords, World } from '../server/account/account.ts'
import type { Town } from '../server/region/region.ts'
import { type Api, Problem } from './api.ts'
import { Latest } from './latest.ts'
import type { WorkspaceKind } from './route.ts'

export type Home = WorkspaceKind | 'field'

/** Where each role begins its day. The first role that has a home decides. */
export const homes: Record<Role, Home> = {
  planner: 'plan',
  commander: 'incident',
  'grid-manager': 'grid',
  'drill-organizer': 'drill',
  administrator: 'overview',
  duty: 'incident',
  responder: 'field',
  viewer: 'overview',
}

const worldKey = 'sisetu.world'

/** Which world this tab looks at; kept in the tab, so that a drill and the live world can stand side by side. */
export class WorldChoice {
  #id = Number(sessionStorage.getItem(worldKey) ?? 0)

  get id() {
    return this.#id
  }

  choose(id: number) {
    this.#id = id
    sessionStorage.setItem(worldKey, String(id))
  }
}

/** Who is signed in, where and in which world. */
export class Session {
  /** `unknown` until the server has answered once. */
  state = $state<'unknown' | 'out' | 'in'>('unknown')
  #facts = $state.raw<SessionWords | undefined>()
  #townCode = $state<string | undefined>()
  /** True where demo roles may be entered without a password; known before signing in. */
  demo = $state(false)
  /** True after a sign-out by hand, until the next sign-in. */
  left = $state(false)
  readonly #api: Api
  readonly #choice: WorldChoice
  readonly #reading = new Latest()

  readonly person: Person | undefined = $derived(this.#facts?.person)
  readonly world: World | undefined = $derived(this.#facts?.world)
  readonly towns: Town[] = $derived(this.#facts?.towns ?? [])
  readonly town: Town | undefined = $derived(
    this.towns.find(town => town.code === this.#townCode) ?? this.#facts?.town ?? this.towns[0],
  )
  /** The journal as it stood when the session was read. */
  readonly sequence: number = $derived(this.#facts?.sequence ?? 0)
  readonly inDrill: boolean = $derived(this.world?.kind === 'drill')
  readonly home: Home = $derived(homeOf(this.person?.roles ?? []))

  constructor(api: Api, choice: WorldChoice) {
    this.#api = api
    this.#choice = choice
  }

  may(...roles: Role[]): boolean {
    const held = this.person?.roles ?? []
    return held.includes('administrator') || roles.some(role => held.includes(role))
  }

  /** Asks who is signed in. A drill world that is gone falls back to the live one. */
  async load(): Promise<void> {
    try {
      await this.#read()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (error.code === 'missing' && this.#choice.id !== 0) {
        this.#choice.choose(0)
        return this.load()
      }
      if (error.code !== 'unauthenticated') throw error
      await this.#askDemo()
      this.state = 'out'
    }
  }

  async signIn(input: { login: string; password: string } | { key: string }) {
    this.#choice.choose(0)
    this.#enter(await this.#api.post<SessionWords>('/api/session', input))
  }

  async signInDemo(role: DemoRole) {
    this.#choice.choose(0)
    this.#enter(await this.#api.post<SessionWords>('/api/session/demo', { role }))
  }

  async signOut() {
    await this.#api.delete('/api/session')
    this.left = true
    this.expire()
  }

  /** The session has ended on the server's side. */
  expire() {
    this.#reading.drop()
    this.#facts = undefined
    this.#choice.choose(0)
    this.state = 'out'
    void this.#askDemo()
  }

  async #askDemo() {
    const answer = await this.#api.get<{ demo: boolean }>('/api/demo').catch(() => ({ demo: false }))
    this.demo = answer.demo
  }

  chooseTown(code: string) {
    this.#townCode = code
  }

  /** Enters a drill's world, or the live one with 0; every later request and the feed carry it. */
  async enterWorld(id: number) {
    const before = this.#choice.id
    this.#choice.choose(id)
    try {
      await this.#read()
    } catch (error) {
      this.#choice.choose(before)
      throw error
    }
  }

  /** Takes the world as a drill desk got it back from its clock. */
  replaceWorld(world: World) {
    if (this.#facts && this.#facts.world.id === world.id) this.#facts = { ...this.#facts, world }
  }

  #read = () =>
    this.#reading.read(
      () => this.#api.get<SessionWords>('/api/session'),
      facts => this.#enter(facts),
    )

  #enter(facts: SessionWords) {
    this.#reading.drop()
    this.#facts = facts
    this.left = false
    this.demo = facts.demo
    this.state = 'in'
  }
}

export function homeOf(roles: Role[]): Home {
  const first = roles[0]
  return first ? homes[first] : 'overview'
}

export const [useSession, provideSession] = createContext<Session>()
