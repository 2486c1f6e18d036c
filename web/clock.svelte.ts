import { createContext } from 'svelte'
import type { World } from '../server/account/account.ts'

/** HTTP dates are whole seconds and answers take time; smaller differences are noise. */
const toleranceMs = 2500

type WorldClock = Pick<World, 'kind' | 'at' | 'realAt' | 'rate'>

/** The world's time in ms: a live world runs with the wall clock, a drill from its anchor at its own rate. */
export function worldTime(world: WorldClock, realMs: number): number {
  if (world.kind === 'live') return realMs
  return Date.parse(world.at) + Math.max(0, realMs - Date.parse(world.realAt)) * world.rate
}

/** The world's clock on screen; read four times a second, so that fast drills run smoothly. */
export class Clock {
  #world = $state.raw<WorldClock | undefined>()
  #offsetMs = 0
  #real = $state(Date.now())
  /** Now in the current world, in ms. */
  readonly now: number = $derived(this.#world ? worldTime(this.#world, this.#real) : this.#real)
  readonly rate: number = $derived(this.#world && this.#world.kind === 'drill' ? this.#world.rate : 1)

  follow(world: WorldClock) {
    this.#world = world
    this.#real = Date.now() + this.#offsetMs
  }

  /** Corrects this machine's clock by the server's, so that countdowns agree on all screens. */
  correct(serverMs: number) {
    const offset = serverMs - Date.now()
    if (Number.isFinite(offset) && Math.abs(offset - this.#offsetMs) > toleranceMs) this.#offsetMs = offset
  }

  run(): () => void {
    const tick = () => {
      this.#real = Date.now() + this.#offsetMs
    }
    return tickBesides(tick)
  }
}

const TICK_MS = 250
/** A hand that has not moved for so long rests. */
const REST_MS = 400

/**
 * Ticks four times a second, and with the moves of what is dragged while there are any: without a graphics card a frame
 * of the clock's own makes the next move wait. Answers how to stop.
 */
export function tickBesides(tick: () => void): () => void {
  let movedAt = -Infinity
  let tickedAt = -Infinity
  const now = () => {
    tickedAt = performance.now()
    tick()
  }
  const timer = setInterval(() => {
    if (performance.now() - movedAt > REST_MS) now()
  }, TICK_MS)
  const moved = ({ buttons }: PointerEvent) => {
    if (buttons === 0) return
    movedAt = performance.now()
    if (movedAt - tickedAt >= TICK_MS) now()
  }
  window.addEventListener('pointermove', moved)
  return () => {
    clearInterval(timer)
    window.removeEventListener('pointermove', moved)
  }
}

export const [useClock, provideClock] = createContext<Clock>()
