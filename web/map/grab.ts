import type { Map as LibreMap, MapMouseEvent, MapTouchEvent } from 'maplibre-gl'
import type { LngLat } from '../../server/region/place.ts'

/** Where the pointer is while it is down on the map; it may leave the map meanwhile. */
export interface Held {
  lngLat: LngLat
  /** Pixels from the map's top left corner. */
  at: { x: number; y: number }
  altKey: boolean
  shiftKey: boolean
  isTouch?: boolean
}

/** Takes the pointer from the map: a press answered with true keeps the map still until it is let go. */
export interface Grabber {
  down(held: Held): boolean
  move(held: Held): void
  up(held: Held): void
  /** A double click answered with true does not zoom. */
  double(held: Held): boolean
  /** The other button, or a finger that stays; answered with true nobody else hears of it. */
  second?(held: Held): boolean
  /** A second finger came down: what was taken goes back, the fingers move the map. */
  cancel?(): void
}

const LONG_PRESS_MS = 650
const STILL_PIXELS = 8

/** A finger, not a mouse or pen: what it points at lies under it. */
export const isTouch = (event: Event): boolean =>
  event.type.startsWith('touch') || (event instanceof PointerEvent && event.pointerType === 'touch')

/** Tells a grabber of presses on the map. Lives as long as the map. */
export function hearGrabs(map: LibreMap, grabber: Grabber): void {
  let letGo: (() => void) | undefined
  const begin = (event: MapMouseEvent | MapTouchEvent) => {
    letGo?.()
    letGo = undefined
    if (!grabber.down(heldAt(event))) return
    event.preventDefault()
    letGo = follow(map, grabber)
  }
  let touchedAt = -Infinity
  map.on('mousedown', event => {
    // A tap is told again as a press of a mouse that never was.
    const isReal = performance.now() - touchedAt > 1000
    if (event.originalEvent.button === 0 && isReal) begin(event)
  })
  map.on('dblclick', event => {
    if (grabber.double(heldAt(event))) event.preventDefault()
  })
  const stay = hearStaying(map, event => {
    letGo?.()
    letGo = undefined
    grabber.second?.(heldAt(event))
  })
  map.on('touchstart', event => {
    touchedAt = performance.now()
    if (event.points.length === 1) {
      begin(event)
      return
    }
    if (letGo) grabber.cancel?.()
    letGo?.()
    letGo = undefined
  })
  map.on('contextmenu', event => {
    // A finger that stays is told once, also where the browser tells of it too, be it sooner or later.
    if (stay.isTold()) return
    if (stay.ends()) {
      letGo?.()
      letGo = undefined
    }
    grabber.second?.(heldAt(event))
  })
}

/** Hears a finger that stays where it came down. */
function hearStaying(map: LibreMap, told: (event: MapTouchEvent) => void) {
  let toldAt = -Infinity
  let wait: ReturnType<typeof setTimeout> | undefined
  let start = { x: 0, y: 0 }
  const give = () => {
    clearTimeout(wait)
    wait = undefined
  }
  map.on('touchstart', event => {
    give()
    if (event.points.length > 1) return
    start = event.point
    wait = setTimeout(() => {
      wait = undefined
      toldAt = performance.now()
      told(event)
    }, LONG_PRESS_MS)
  })
  map.on('touchmove', ({ point }) => {
    if (Math.hypot(point.x - start.x, point.y - start.y) > STILL_PIXELS) give()
  })
  map.on('touchend', give)
  map.on('touchcancel', give)
  return {
    isTold: () => performance.now() - toldAt < 1000,
    /** Waits no longer; answers whether a finger was waited for. */
    ends() {
      const isWaiting = wait !== undefined
      give()
      return isWaiting
    },
  }
}

/** The map draws itself once more when it hears of a move that is not its own, which is many times as long as a move. */
const keep = (event: MouseEvent) => event.stopPropagation()

const heldAt = ({ lngLat, point, originalEvent }: MapMouseEvent | MapTouchEvent): Held => ({
  lngLat: [lngLat.lng, lngLat.lat],
  at: { x: point.x, y: point.y },
  altKey: originalEvent.altKey,
  shiftKey: originalEvent.shiftKey,
  isTouch: isTouch(originalEvent),
})

/** The window is listened to, since the pointer may be let go over a panel. Answers how to stop. */
function follow(map: LibreMap, grabber: Grabber): () => void {
  let frame = 0
  const box = map.getCanvas().getBoundingClientRect()
  const held = (event: PointerEvent): Held => {
    const at = { x: event.clientX - box.left, y: event.clientY - box.top }
    const { lng, lat } = map.unproject([at.x, at.y])
    const { altKey, shiftKey } = event
    return { lngLat: [lng, lat], at, altKey, shiftKey, isTouch: isTouch(event) }
  }
  let latest: PointerEvent | undefined
  // The first move of a frame is taken at once, so that this very frame shows it. Where the browser tells of more, the
  // latest place is taken before the frame is drawn.
  const move = (event: PointerEvent) => {
    latest = event
    if (frame !== 0) return
    take()
    frame = requestAnimationFrame(() => {
      frame = 0
      take()
    })
  }
  const take = () => {
    if (latest) grabber.move(held(latest))
    latest = undefined
  }
  const stop = () => {
    cancelAnimationFrame(frame)
    window.removeEventListener('mousemove', keep, { capture: true })
    window.removeEventListener('pointermove', move)
    window.removeEventListener('pointerup', up)
    window.removeEventListener('pointercancel', lost)
  }
  const up = (event: PointerEvent) => {
    stop()
    grabber.move(held(event))
    grabber.up(held(event))
  }
  const lost = () => {
    stop()
    grabber.cancel?.()
  }
  window.addEventListener('mousemove', keep, { capture: true })
  window.addEventListener('pointermove', move)
  window.addEventListener('pointerup', up)
  window.addEventListener('pointercancel', lost)
  return stop
}
