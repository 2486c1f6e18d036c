import type { Map as LibreMap, MapMouseEvent } from 'maplibre-gl'
import type { LngLat } from '../../server/region/place.ts'

/** Where the pointer is while a button is down on the map; it may leave the map meanwhile. */
export interface Held {
  lngLat: LngLat
  /** Pixels from the map's top left corner. */
  at: { x: number; y: number }
  altKey: boolean
  shiftKey: boolean
}

/** Takes the pointer from the map: a press answered with true keeps the map still until it is let go. */
export interface Grabber {
  down(held: Held): boolean
  move(held: Held): void
  up(held: Held): void
  /** A double click answered with true does not zoom. */
  double(held: Held): boolean
}

/** Tells a grabber of presses on the map, at most one move a frame. Lives as long as the map. */
export function hearGrabs(map: LibreMap, grabber: Grabber): void {
  map.on('mousedown', event => {
    if (event.originalEvent.button !== 0 || !grabber.down(heldAt(event))) return
    event.preventDefault()
    follow(map, grabber)
  })
  map.on('dblclick', event => {
    if (grabber.double(heldAt(event))) event.preventDefault()
  })
}

const heldAt = ({ lngLat, point, originalEvent }: MapMouseEvent): Held => ({
  lngLat: [lngLat.lng, lngLat.lat],
  at: { x: point.x, y: point.y },
  altKey: originalEvent.altKey,
  shiftKey: originalEvent.shiftKey,
})

/** The window is listened to, since the pointer may be let go over a panel. */
function follow(map: LibreMap, grabber: Grabber): void {
  let frame = 0
  const held = (event: MouseEvent): Held => {
    const box = map.getCanvas().getBoundingClientRect()
    const at = { x: event.clientX - box.left, y: event.clientY - box.top }
    const { lng, lat } = map.unproject([at.x, at.y])
    return { lngLat: [lng, lat], at, altKey: event.altKey, shiftKey: event.shiftKey }
  }
  const move = (event: MouseEvent) => {
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(() => grabber.move(held(event)))
  }
  const up = (event: MouseEvent) => {
    cancelAnimationFrame(frame)
    window.removeEventListener('mousemove', move)
    grabber.move(held(event))
    grabber.up(held(event))
  }
  window.addEventListener('mousemove', move)
  window.addEventListener('mouseup', up, { once: true })
}
