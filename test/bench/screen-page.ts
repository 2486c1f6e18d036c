import type { LngLat } from '../../server/region/place.ts'

declare global {
  interface Window {
    /** Wall clock of the frame in which the awaited colours stood on screen; set by {@link watchPixels}. */
    benchPaintedAt?: number
  }
}

/** Runs in the page: whether the cells are drawn, as areas (`near`) or as the picture of a whole county (`far`). */
export function hasCells(view: 'near' | 'far'): boolean {
  const deck = Reflect.get(window.__map?.overlay ?? {}, '_deck')
  const layers: { id: string; isLoaded: boolean; props: { visible: boolean } }[] = deck?.isInitialized
    ? Reflect.get(deck, 'layerManager').getLayers()
    : []
  const cells = layers.filter(layer => layer.id.startsWith('risk-cells/') && layer.props.visible)
  const isAsked = (id: string) => (id === 'risk-cells/far') === (view === 'far')
  return cells.length > 0 && cells.every(layer => layer.isLoaded && isAsked(layer.id))
}

/** Runs in the page: notes the first frame in which most of the places have another colour than now. */
export function watchPixels(places: LngLat[]) {
  delete window.benchPaintedAt
  const map = window.__map?.map
  const gl = map?.getCanvas().getContext('webgl2')
  if (!map || !gl) throw new Error('the page has no map')
  const [wide, high] = [gl.drawingBufferWidth, gl.drawingBufferHeight]
  const scale = wide / map.getCanvas().clientWidth
  const read = () =>
    places.map(place => {
      const { x, y } = map.project(place)
      const rgba = new Uint8Array(4)
      gl.readPixels(
        Math.round(x * scale),
        high - Math.round(y * scale),
        1,
        1,
        gl.RGBA,
        gl.UNSIGNED_BYTE,
        rgba,
      )
      return rgba
    })
  let before: Uint8Array[] | undefined
  const look = () => {
    const now = read()
    before ??= now
    const others = now.filter((rgba, i) =>
      rgba.some((value, channel) => Math.abs(value - (before?.[i]?.[channel] ?? 0)) > 20),
    )
    if (others.length < 6) return
    map.off('render', look)
    window.benchPaintedAt = Date.now()
  }
  map.on('render', look)
  map.redraw()
}

/** Runs in the page: west, south, east, north of what the map shows. */
export function boundsInView(): [number, number, number, number] {
  const bounds = window.__map?.map.getBounds()
  if (!bounds) throw new Error('the page has no map')
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]
}

/** Runs in the page: waits until the map has drawn nothing for half a second. */
export async function untilStill(): Promise<void> {
  const map = window.__map?.map
  let last = performance.now()
  const drawn = () => {
    last = performance.now()
  }
  map?.on('render', drawn)
  // A busy page comes late to its own timers: only what it is awake for counts as still.
  for (let calm = 0; calm < 5; calm = performance.now() - last > 100 ? calm + 1 : 0)
    await new Promise(resolve => setTimeout(resolve, 100))
  map?.off('render', drawn)
}

/** Runs in the page: how long pictures of the map take when nothing has changed, in milliseconds. */
export function frameMs(): number[] {
  const map = window.__map?.map
  const gl = map?.getCanvas().getContext('webgl2')
  if (!map || !gl) throw new Error('the page has no map')
  return Array.from({ length: 20 }, () => {
    const began = performance.now()
    map.redraw()
    // Reading a pixel waits until the picture is there.
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4))
    return performance.now() - began
  })
}
