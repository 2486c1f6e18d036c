import type { Layer, PickingInfo } from '@deck.gl/core'
import { ScatterplotLayer } from '@deck.gl/layers'
import { MapLibreOverlay } from '@deck.gl/maplibre'
import type { FeatureCollection } from 'geojson'
import * as libre from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import { Protocol } from 'pmtiles'
import type { Bbox, LngLat } from '../../server/region/place.ts'
import { type Grabber, hearGrabs, isTouch } from './grab.ts'
import { LOWEST_LABEL } from './label-style.ts'
import { mapImage } from './map-image.ts'
import { type LayerId, listedId, STANDING } from './order.ts'
import { PictureParts } from './picture-part.ts'
import { LOWEST_ROAD } from './road-style.ts'
import { SketchCanvas } from './sketch.ts'
import type { EditCommand, Picked, Room, SymbolName } from './stage.svelte.ts'
import { mapStyle, SOURCES, type StyleInput } from './style.ts'

const COLOURS_WAIT_MS = 2500

export interface CanvasInput {
  container: HTMLElement
  style: StyleInput
  lngLat: LngLat
  zoom: number
  /** Smooth edges cost about twice the time without a graphics card. */
  isSmooth: boolean
  onclick: (picked: Picked) => void
  onhover: (picked: Picked | undefined) => void
  grabber: Grabber
  /** The pointer moved with something in its hand; hovers are not told then. */
  onheld: (lngLat: LngLat) => void
  onattribution: (text: string) => void
}

/** What tests read when `localStorage.sisetuTest` is 1. */
declare global {
  interface Window {
    __map?: { map: libre.Map; overlay: MapLibreOverlay }
  }
}

const protocol = new Protocol({ metadata: true })
const archive: libre.AddProtocolAction = protocol.tile

/** Teaches the map engine our worker file and our archives, whose tiles are fetched at once but wait for `colours`. */
function prepareLibrary(colours: Promise<void>) {
  libre.setWorkerUrl(workerUrl)
  libre.addProtocol('pmtiles', async (request, abort) => {
    const answer = await archive(request, abort)
    if (request.type !== 'json') await colours
    return answer
  })
}

/** The one map: MapLibre below, our layers between and above its own. */
export class MapEngine {
  readonly map: libre.Map
  readonly overlay: MapLibreOverlay
  readonly sketch: SketchCanvas
  #layers: readonly Layer[] = []
  #rooms: readonly Room[] = []
  #names: readonly SymbolName[] = []
  readonly #parts: PictureParts
  #input: CanvasInput
  #hoverFrame = 0
  #isStyled = false
  #cursor = ''
  /** Settles when the four colours were on screen for a frame, or after a while where there are none. */
  readonly coloursDrawn: Promise<void>
  #sayDrawn: () => void = () => undefined

  /** @throws Error when the browser has no WebGL 2 */
  constructor(input: CanvasInput) {
    this.coloursDrawn = new Promise(resolve => {
      this.#sayDrawn = resolve
    })
    prepareLibrary(this.coloursDrawn)
    this.#input = input
    this.map = new libre.Map({
      container: input.container,
      style: mapStyle(input.style),
      center: input.lngLat,
      zoom: input.zoom,
      minZoom: 6,
      maxZoom: 20,
      maxPitch: 60,
      attributionControl: false,
      localIdeographFontFamily: false,
      fadeDuration: isUnderTest() ? 0 : 180,
      // Of a picture that stands, parts are drawn anew.
      canvasContextAttributes: { antialias: input.isSmooth, preserveDrawingBuffer: true },
      hash: false,
    })
    this.#parts = new PictureParts(this.map)
    this.sketch = new SketchCanvas(this.map, input.style.theme)
    // The overlay sets the cursor at every picture: to ours, not to its own.
    const getCursor = () => this.#cursor
    const layers = this.#withAnchors()
    this.overlay = new MapLibreOverlay({ interleaved: true, layers, pickingRadius: 3, getCursor })
    this.map.setMissingStyleImageResolver(id => this.#addImage(id))
    // The overlay asks this before it adds its layers; the library's own answer waits for every tile, and the
    // four colours must not wait for the streets.
    this.map.isStyleLoaded = () => this.#isStyled
    this.map.once('style.load', () => this.#begin())
    this.#watchColours()
    this.map.on('sourcedata', event => this.#readAttribution(event))
    if (isUnderTest()) window.__map = { map: this.map, overlay: this.overlay }
  }

  #begin() {
    this.#isStyled = true
    this.map.addControl(this.overlay)
    leavePointer(this.map, this.overlay)
    this.#applyNames()
    const canvas = this.map.getCanvas()
    this.map.on('click', event => this.#input.onclick(this.pick(event)))
    this.map.on('mousemove', event => {
      cancelAnimationFrame(this.#hoverFrame)
      this.#hoverFrame = requestAnimationFrame(() => this.#input.onhover(this.pick(event)))
    })
    const { grabber, onheld } = this.#input
    hearGrabs(this.map, {
      ...grabber,
      move: held => {
        grabber.move(held)
        onheld(held.lngLat)
      },
    })
    canvas.addEventListener('pointerleave', () => {
      cancelAnimationFrame(this.#hoverFrame)
      this.#input.onhover(undefined)
    })
  }

  #watchColours() {
    const late = setTimeout(this.#sayDrawn, COLOURS_WAIT_MS)
    const look = () => {
      const cells = this.#layers.filter(layer => listedId(layer.id) === 'risk-cells')
      if (cells.length === 0 || !cells.every(layer => layer.isLoaded)) return
      this.map.off('render', look)
      clearTimeout(late)
      this.#sayDrawn()
    }
    this.map.on('render', look)
  }

  /**
   * What lies under a pixel: the highest pickable thing of ours, otherwise only the place. Only who asks for the thing
   * has it looked up, since that takes a picture by the graphics card.
   */
  pick(event: libre.MapMouseEvent): Picked {
    const { x, y } = event.point
    let found: PickingInfo | null | undefined
    const info = () => {
      if (found === undefined) found = this.#standingAt(x, y) ?? this.#anyAt(x, y)
      return found
    }
    return {
      lngLat: [event.lngLat.lng, event.lngLat.lat],
      at: { x, y },
      shiftKey: event.originalEvent.shiftKey,
      isTouch: isTouch(event.originalEvent),
      get layer() {
        return layerIdOf(info())
      },
      get object() {
        return info()?.object
      },
      get index() {
        return info()?.index ?? -1
      },
    }
  }

  #anyAt = (x: number, y: number): PickingInfo | null =>
    this.#hasPickable() ? this.overlay.pickObject({ x, y }) : null

  #standingAt(x: number, y: number): PickingInfo | null {
    const standing = this.#layers.filter(
      layer => layer.props.pickable && STANDING.some(id => id === listedId(layer.id)),
    )
    if (standing.length === 0) return null
    return this.overlay.pickObject({ x, y, radius: 4, layerIds: standing.map(layer => layer.id) })
  }

  #hasPickable = () => this.#layers.some(layer => layer.props.pickable && layer.props.visible)

  setLayers(layers: readonly Layer[]) {
    this.#layers = layers
    this.overlay.setProps({ layers: this.#withAnchors() })
    // Levels change under layers that stay the same: their texture is taken over when the map is drawn.
    this.map.triggerRepaint()
  }

  /** Draws again what layers that stay show: everything, or what lies within bounds. */
  redraw(bounds: Bbox | undefined) {
    if (bounds && this.#isStyled) this.#parts.draw(bounds)
    else this.map.triggerRepaint()
  }

  /** An empty layer in each slot keeps the slots in place, whatever comes and goes. */
  #withAnchors(): Layer[] {
    const anchor = (id: string, beforeId?: string) =>
      new ScatterplotLayer({ id: `anchor-${id}`, data: [], ...(beforeId ? { beforeId } : {}) })
    return [anchor('roads', LOWEST_ROAD), anchor('labels', LOWEST_LABEL), anchor('top'), ...this.#layers]
  }

  set cursor(cursor: string) {
    this.#cursor = cursor
    this.map.getCanvas().style.cursor = cursor
  }

  setStyle(style: StyleInput) {
    this.sketch.theme = style.theme
    this.map.setStyle(mapStyle(style), { diff: true, transformStyle: keepOwnSources })
  }

  /** Takes the room of symbols and stands their names beside them. */
  setNames(rooms: readonly Room[], names: readonly SymbolName[]) {
    const isSame = sameJson(rooms, this.#rooms) && sameJson(names, this.#names)
    this.#rooms = rooms
    this.#names = names
    if (!isSame) this.#applyNames()
  }

  #applyNames() {
    this.#geojson(SOURCES.rooms)?.setData(points(this.#rooms))
    this.#geojson(SOURCES.names)?.setData(points(this.#names))
  }

  edit(command: EditCommand) {
    const source = this.#geojson(SOURCES.edit)
    if (!source) this.map.once('style.load', () => this.edit(command))
    else if ('set' in command) source.setData(command.set)
    else source.updateData(command.update)
  }

  #geojson(id: string): libre.GeoJSONSource | undefined {
    const source = this.map.getSource(id)
    return source instanceof libre.GeoJSONSource ? source : undefined
  }

  #addImage(id: string) {
    const drawn = mapImage(id)
    if (drawn && !this.map.hasImage(id)) this.map.addImage(id, drawn.image, { pixelRatio: drawn.pixelRatio })
  }

  #readAttribution({ sourceId }: libre.MapSourceDataEvent) {
    if (sourceId !== SOURCES.base) return
    this.#input.onattribution(this.map.getSource(SOURCES.base)?.attribution ?? '')
  }

  destroy() {
    cancelAnimationFrame(this.#hoverFrame)
    this.#parts.stop()
    this.sketch.destroy()
    this.map.remove()
    if (window.__map?.map === this.map) delete window.__map
  }
}

/** What was put into our own sources stays when theme or language change. */
const keepOwnSources: libre.TransformStyleFunction = (before, after) => {
  const { edit, rooms, names } = before?.sources ?? {}
  return {
    ...after,
    sources: { ...after.sources, ...(edit && rooms && names ? { edit, rooms, names } : {}) },
  }
}

export const isUnderTest = () => localStorage.getItem('sisetuTest') === '1'

/**
 * The overlay looks up what is under the pointer at every move, by a picture of its own from the graphics card. Nobody
 * hears of it here: {@link MapEngine.pick} looks when it is asked.
 */
function leavePointer(map: libre.Map, overlay: MapLibreOverlay) {
  const listener = Reflect.get(overlay, '_handleMouseEvent')
  const heard = [
    'mousedown',
    'dragstart',
    'drag',
    'dragend',
    'mousemove',
    'mouseout',
    'click',
    'dblclick',
  ] as const
  for (const kind of heard) map.off(kind, listener)
}

/** Layers of the stage all carry listed ids; anchors are never pickable. */
const layerIdOf = (info: PickingInfo | null) =>
  info?.layer ? (listedId(info.layer.id) as LayerId) : undefined

/** They are short lists of plain things. */
const sameJson = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b)

function points<Thing extends { lngLat: LngLat }>(things: readonly Thing[]): FeatureCollection {
  const features = things.map(({ lngLat: [lng, lat], ...properties }) => ({
    type: 'Feature' as const,
    properties,
    geometry: { type: 'Point' as const, coordinates: [lng, lat] },
  }))
  return { type: 'FeatureCollection', features }
}
