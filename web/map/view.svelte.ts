import type { Map as LibreMap } from 'maplibre-gl'
import { createContext } from 'svelte'
import type { Bbox, LngLat } from '../../server/region/place.ts'
import { type Look, readHash, writeHash } from './hash.ts'

/** Where the map looks before anything else says so. */
const FIRST_LOOK: Look = { lngLat: [114.06, 22.54], zoom: 11 }
const FIT_PADDING = 56

/** Where the map looks and what the pointer is over. The address bar's hash follows it. */
export class MapView {
  lngLat = $state.raw<LngLat>(FIRST_LOOK.lngLat)
  zoom = $state(FIRST_LOOK.zoom)
  /** Degrees clockwise from north. */
  bearing = $state(0)
  pitch = $state(0)
  bounds = $state.raw<Bbox>([-180, -85, 180, 85])
  /** Zoom and bounds once the map stands still: for layers that are costly to make. */
  settled = $state.raw<{ zoom: number; bounds: Bbox }>({
    zoom: FIRST_LOOK.zoom,
    bounds: [-180, -85, 180, 85],
  })
  pointer = $state.raw<LngLat | undefined>()
  /** What is selected on the map: a layer's id and the key of one of its items. */
  selected = $state.raw<{ layer: string; key: string | number } | undefined>()
  /** True once the first picture is complete. */
  isReady = $state(false)
  attribution = $state('')
  readonly metersPerPixel = $derived(
    (40_075_016.7 * Math.cos((this.lngLat[1] * Math.PI) / 180)) / (512 * 2 ** this.zoom),
  )
  #map: LibreMap | undefined
  #waiting: ((map: LibreMap) => void)[] = []
  /** True when the address said where to look, so that nothing else should move the map at the start. */
  readonly isFromAddress: boolean

  constructor(first: Partial<Look> = {}, hash: string = location.hash) {
    const found = readHash(hash)
    const look = { ...FIRST_LOOK, ...first, ...found }
    this.isFromAddress = found !== null
    this.lngLat = look.lngLat
    this.zoom = look.zoom
  }

  get map(): LibreMap | undefined {
    return this.#map
  }

  /** Follows a map; answers how to let go of it. */
  attach(map: LibreMap): () => void {
    this.#map = map
    const follow = () => this.#follow(map)
    const settle = () => {
      follow()
      this.settled = { zoom: this.zoom, bounds: this.bounds }
      history.replaceState(history.state, '', writeHash(location.hash, this))
    }
    const goTo = () => {
      const look = readHash(location.hash)
      if (look) map.jumpTo({ center: look.lngLat, zoom: look.zoom })
    }
    map.on('move', follow)
    map.on('moveend', settle)
    map.on('resize', settle)
    window.addEventListener('hashchange', goTo)
    follow()
    this.settled = { zoom: this.zoom, bounds: this.bounds }
    for (const act of this.#waiting.splice(0)) act(map)
    return () => {
      window.removeEventListener('hashchange', goTo)
      this.#map = undefined
    }
  }

  #follow(map: LibreMap) {
    const { lng, lat } = map.getCenter()
    const bounds = map.getBounds()
    this.lngLat = [lng, lat]
    this.zoom = map.getZoom()
    this.bearing = map.getBearing()
    this.pitch = map.getPitch()
    this.bounds = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]
  }

  /** Runs now, or as soon as there is a map. */
  #withMap(act: (map: LibreMap) => void) {
    if (this.#map) act(this.#map)
    else this.#waiting.push(act)
  }

  flyTo(lngLat: LngLat, zoom?: number) {
    const target = zoom === undefined ? {} : { zoom }
    this.#withMap(map => map.easeTo({ center: lngLat, ...target, duration: duration(600) }))
  }

  jumpTo(lngLat: LngLat, zoom: number) {
    this.#withMap(map => map.jumpTo({ center: lngLat, zoom }))
  }

  fitBounds([w, s, e, n]: Bbox, { padding = FIT_PADDING, maxZoom = 17 } = {}) {
    this.#withMap(map =>
      map.fitBounds([w, s, e, n], { padding, maxZoom, duration: this.isReady ? duration(600) : 0 }),
    )
  }

  zoomIn = () => this.#withMap(map => map.zoomIn({ duration: duration(250) }))
  zoomOut = () => this.#withMap(map => map.zoomOut({ duration: duration(250) }))
  faceNorth = () => this.#withMap(map => map.easeTo({ bearing: 0, pitch: 0, duration: duration(300) }))
}

const duration = (milliseconds: number) =>
  window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : milliseconds

export const [useMapView, provideMapView] = createContext<MapView>()
