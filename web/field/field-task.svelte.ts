import type { Field, Order } from '../../server/dispatch/dispatch.ts'
import type { LngLat } from '../../server/region/place.ts'
import type { Api } from '../api.ts'
import type { Feed } from '../feed.svelte.ts'
import { Latest } from '../latest.ts'
import { metersTo, pointAlong } from './drive.ts'

export type FieldStep = 'acknowledge' | 'decline' | 'depart' | 'arrive'

/** The one next step of an order as its team sees it; undefined when the commander has the next word. */
export const nextOf = (order: Order | null): Exclude<FieldStep, 'decline'> | undefined =>
  order === null
    ? undefined
    : ({ ordered: 'acknowledge', acknowledged: 'depart', departed: 'arrive' } as const)[
        order.state as 'ordered'
      ]

/** What one team has to do now, and where it is. */
export class FieldTask {
  field = $state.raw<Field | undefined>()
  busy = $state(false)
  /** Demonstration only: drives the route by itself after departure. */
  driving = $state(false)
  readonly order: Order | null = $derived(this.field?.order ?? null)
  readonly next = $derived(nextOf(this.order))
  readonly #api: Api
  readonly #reading = new Latest()

  constructor(api: Api) {
    this.#api = api
  }

  load = async (): Promise<void> => {
    await this.#reading.read(
      () => this.#api.get<Field>('/api/field'),
      field => {
        this.field = field
      },
    )
  }

  follow(feed: Feed): () => void {
    const again = () => void this.load().catch(() => undefined)
    const stops = ['order', 'incident', 'closure', 'zone'].map(noun => feed.on(noun, again))
    stops.push(feed.onReset(again))
    return () => {
      for (const stop of stops) stop()
    }
  }

  async step(step: FieldStep, reason = ''): Promise<void> {
    const { order, field } = this
    if (!order || !field) return
    this.busy = true
    try {
      const after = await this.#api.post<Order>(`/api/orders/${order.id}/${step}`, {
        version: order.version,
        reason,
      })
      this.field = { ...field, order: step === 'decline' ? null : after }
      await this.load()
    } finally {
      this.busy = false
    }
  }

  async report(lngLat: LngLat): Promise<void> {
    const { field } = this
    if (!field) return
    await this.#api.post('/api/positions', {
      responderId: field.responder.id,
      lngLat,
      at: new Date().toISOString(),
    })
    if (this.field) this.field = { ...this.field, responder: { ...this.field.responder, lngLat } }
  }

  /** Moves along the route at `timesFaster` the planned speed, a report every second; answers how to stop. */
  drive(timesFaster: number): () => void {
    const { order } = this
    const line = order?.route?.coordinates ?? []
    const end = line.at(-1)
    if (!order || !end) return () => undefined
    const whole = metersTo(line, end)
    const perSecond = (whole / Math.max(30, order.etaSeconds)) * timesFaster
    let come = this.field ? metersTo(line, this.field.responder.lngLat) : 0
    const timer = setInterval(() => {
      come = Math.min(whole, come + perSecond)
      const place = pointAlong(line, come)
      if (place) void this.report(place).catch(() => undefined)
      if (come >= whole) {
        clearInterval(timer)
        this.driving = false
      }
    }, 1000)
    return () => clearInterval(timer)
  }
}
