import type { BoardNode } from '../../plans/run.ts'
import type { Need, Order, Recommendation } from '../../server/dispatch/dispatch.ts'
import type { Api } from '../api.ts'
import { Problem } from '../api.ts'
import type { Situation } from '../overview/situation.svelte.ts'
import { keyOfNeed, remainingNeeds, withCount, withNeed } from './needs.ts'
import type { OrderStep } from './order-progress.ts'
import { carriedOver, type Picked, type Sent, sent, swap } from './selection.ts'

/** Someone else was quicker: what the server said about it. */
export interface Taken {
  text: string
  responderId: number | undefined
}

/** What is asked for one incident, who would be sent, and what was ordered. Recommending sends nobody. */
export class DispatchDesk {
  incidentId = $state<number | undefined>()
  node = $state.raw<BoardNode | undefined>()
  recommendation = $state.raw<Recommendation | undefined>()
  picked = $state.raw<Picked>([])
  taken = $state.raw<Taken | undefined>()
  failure = $state.raw<unknown>()
  isAsking = $state(false)
  isOrdering = $state(false)
  /** Whose way stands out on the map. */
  pointedId = $state<number | undefined>()
  #byHand = $state.raw<readonly Need[] | undefined>()
  #asked = 0
  readonly #api: Api
  readonly #situation: Situation

  readonly orders: Order[] = $derived.by(() =>
    this.#situation.lists.orders.filter(order => order.incidentId === this.incidentId),
  )
  readonly needs: readonly Need[] = $derived.by(() => this.#byHand ?? this.#asksOf(this.node))
  readonly going: Sent[] = $derived(this.recommendation ? sent(this.recommendation, this.picked) : [])
  /** Changes whenever the answer might: needs, obstacles, who is free. */
  readonly question: string = $derived.by(() => {
    const { closures, zones, responders, incidents } = this.#situation.lists
    const place = incidents.find(each => each.id === this.incidentId)?.lngLat
    const open = (rows: readonly { id: number; liftedAt: string | null }[]) =>
      rows.filter(row => row.liftedAt === null).map(row => row.id)
    const free = responders.map(each => `${each.id}${each.state}${each.standing}`)
    return JSON.stringify([this.incidentId, this.needs, place, open(closures), open(zones), free])
  })

  constructor(api: Api, situation: Situation) {
    this.#api = api
    this.#situation = situation
  }

  #asksOf(node: BoardNode | undefined): Need[] {
    return node ? remainingNeeds(node.node, this.orders, this.#situation.lists.responders) : []
  }

  /** Whether all the node asks for has been ordered. */
  isCovered = (shown: BoardNode) => this.#asksOf(shown).every(need => need.kind === 'supply')

  turnTo(incidentId: number | undefined, node: BoardNode | undefined) {
    if (this.incidentId !== incidentId || this.node?.id !== node?.id) {
      this.#byHand = undefined
      this.recommendation = undefined
      this.picked = []
      this.taken = undefined
    }
    this.incidentId = incidentId
    this.node = node
  }

  add = (need: Need) => {
    this.#byHand = withNeed(this.needs, need)
  }

  recount = (need: Need, count: number) => {
    this.#byHand = withCount(this.needs, keyOfNeed(need), count)
  }

  /** Asks who could go; an answer to an older question is dropped. */
  async ask(): Promise<void> {
    const { incidentId, needs } = this
    this.#asked += 1
    const asked = this.#asked
    if (incidentId === undefined || needs.length === 0) {
      this.recommendation = undefined
      this.isAsking = false
      return
    }
    this.isAsking = true
    try {
      const body = { needs, nodeId: this.node?.id ?? null, routes: true }
      const now = await this.#api.post<Recommendation>(`/api/incidents/${incidentId}/recommendation`, body)
      if (asked === this.#asked) this.#take(now)
    } catch (error) {
      if (asked === this.#asked) this.failure = error
    } finally {
      if (asked === this.#asked) this.isAsking = false
    }
  }

  #take(now: Recommendation) {
    const before = this.recommendation && { recommendation: this.recommendation, picked: this.picked }
    this.picked = carriedOver(before, now)
    this.recommendation = now
    this.failure = undefined
  }

  swap(place: number, responderId: number) {
    this.taken = undefined
    if (this.recommendation) this.picked = swap(this.recommendation, this.picked, { place, responderId })
  }

  /**
   * Orders out everyone picked, all or none. Answers the orders; undefined when someone else was quicker,
   * which is then told in `taken`.
   */
  async order(): Promise<Order[] | undefined> {
    const { incidentId, going } = this
    if (incidentId === undefined || going.length === 0 || this.isOrdering) return undefined
    this.isOrdering = true
    this.taken = undefined
    try {
      const responderIds = going.map(({ candidate }) => candidate.responderId)
      const body = { responderIds, nodeId: this.node?.id ?? null }
      const orders = await this.#api.post<Order[]>(`/api/incidents/${incidentId}/orders`, body)
      this.#byHand = undefined
      this.#show(orders)
      return orders
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'conflict') throw error
      const { responderId } = error.details
      this.taken = {
        text: error.detail,
        responderId: typeof responderId === 'number' ? responderId : undefined,
      }
      this.#situation.again('orders', 'responders')
      await this.ask()
      return undefined
    } finally {
      this.isOrdering = false
    }
  }

  /** Moves an order on, as its team reports by radio, or calls it off. */
  async answer({ id, version }: Order, verb: 'acknowledge' | 'depart' | 'arrive' | 'release'): Promise<void> {
    try {
      this.#show([await this.#api.post<Order>(`/api/orders/${id}/${verb}`, { version })])
    } finally {
      this.#situation.again('orders', 'responders')
    }
  }

  // The answer is on screen before the feed says the same; both replace whole orders.
  #show(orders: readonly Order[]) {
    const ids = new Set(orders.map(order => order.id))
    const { lists } = this.#situation
    const others = lists.orders.filter(order => !ids.has(order.id))
    const stateOf = new Map(orders.map(order => [order.responderId, order]))
    const responders = lists.responders.map(each => {
      const order = stateOf.get(each.id)
      return order ? { ...each, ...standingOf(order) } : each
    })
    this.#situation.lists = { ...lists, orders: [...orders, ...others], responders }
  }
}

const isUnderWay = (state: Order['state']): state is OrderStep => state !== 'released' && state !== 'declined'

const standingOf = ({ state, id }: Order) =>
  isUnderWay(state) ? { state, orderId: id } : { state: 'available' as const, orderId: null }
