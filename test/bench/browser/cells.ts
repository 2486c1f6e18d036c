import 'maplibre-gl/dist/maplibre-gl.css'
import { GeoJsonLayer } from '@deck.gl/layers'
import { MapLibreOverlay } from '@deck.gl/maplibre'
import type { Feature, Polygon } from 'geojson'
import * as libre from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import type { Bbox } from '../../../server/region/place.ts'
import { unpackCells } from '../../../server/risk/rules/cell-pack.ts'
import { cellLayers, drawCells } from '../../../web/map/cell-layers.ts'
import { LevelTexture } from '../../../web/map/level-texture.ts'
import { paletteOf } from '../../../web/map/palette.ts'
import { countLevels } from '../../../web/risk/cell-reading.ts'

interface Drawn {
  firstDrawMs: number
  /** JavaScript of one whole change of levels, and of drawing it, ms; the median of nine. */
  repaintMs: number
  /** The same for 200 cells here and there. */
  fewRepaintMs?: number
  /** Counting the cells of each level in view, as the legend does after the repaint, ms. */
  countMs?: number
}

declare global {
  interface Window {
    draw(way: 'ours' | 'deck' | 'libre', bounds: Bbox): Promise<Drawn>
  }
}

libre.setWorkerUrl(workerUrl)
const palette = paletteOf('light')
const colours = palette.map(
  ({ rgb, alpha }) => [...rgb, Math.round(alpha * 255)] as [number, number, number, number],
)

const bytesOf = async (path: string) => new Uint8Array(await (await fetch(path)).arrayBuffer())

async function emptyMap([west, south, east, north]: Bbox): Promise<libre.Map> {
  const map = new libre.Map({
    container: 'map',
    style: { version: 8, sources: {}, layers: [] },
    bounds: [west, south, east, north],
    fitBoundsOptions: { padding: 10 },
    attributionControl: false,
    fadeDuration: 0,
    canvasContextAttributes: { antialias: false },
  })
  await map.once('load')
  return map
}

/** Waits until the graphics card, or what stands for it, has finished the frame. */
function finish(map: libre.Map): void {
  const gl = map.getCanvas().getContext('webgl2')
  gl?.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4))
}

const rendered = (map: libre.Map) =>
  new Promise<void>(resolve => {
    map.once('render', () => {
      finish(map)
      resolve()
    })
    map.triggerRepaint()
  })

async function shown(map: libre.Map, overlay: MapLibreOverlay): Promise<void> {
  const deck = (overlay as unknown as { _deck?: { layerManager?: { getLayers(): { isLoaded: boolean }[] } } })
    ._deck
  for (;;) {
    await rendered(map)
    const layers = deck?.layerManager?.getLayers() ?? []
    if (layers.length > 0 && layers.every(layer => layer.isLoaded)) break
  }
  await rendered(map)
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

function repaints(map: libre.Map, change: (round: number) => void): number {
  const times: number[] = []
  for (let round = 0; round < 9; round++) {
    const started = performance.now()
    change(round)
    map.redraw()
    times.push(performance.now() - started)
    finish(map)
  }
  return median(times)
}

async function ours(bounds: Bbox): Promise<Drawn> {
  const map = await emptyMap(bounds)
  const overlay = new MapLibreOverlay({ interleaved: true, layers: [] })
  map.addControl(overlay)
  await rendered(map)
  const started = performance.now()
  const [cells, levels] = await Promise.all([bytesOf('/cells.bin'), bytesOf('/levels.bin')])
  const drawing = drawCells(unpackCells(cells))
  const texture = new LevelTexture(levels)
  const look = { theme: 'light' as const, palette, isVisible: true, zoom: map.getZoom(), bounds }
  const show = () => overlay.setProps({ layers: cellLayers(drawing, texture, look) })
  show()
  await shown(map, overlay)
  const firstDrawMs = performance.now() - started
  const other = levels.map(level => (level === 0 ? 0 : 5 - level))
  const repaintMs = repaints(map, round => {
    texture.replace(round % 2 === 0 ? other : levels)
    show()
  })
  const fewRepaintMs = repaints(map, round => {
    texture.patch(few(levels.length, round))
    show()
  })
  const counts = Array.from({ length: 9 }, () => {
    const countStarted = performance.now()
    countLevels(drawing.geometry, texture.levels, bounds)
    return performance.now() - countStarted
  })
  return { firstDrawMs, repaintMs, fewRepaintMs, countMs: median(counts) }
}

const few = (count: number, round: number) =>
  Array.from({ length: 200 }, (_, i): [number, number] => [
    (i * 7919 + round * 104_729) % count,
    1 + (round % 4),
  ])

/** The cells as features in memory, before the clock starts: reading and parsing 500 MB of text is not held against anyone. */
async function featuresOf(): Promise<{ features: Feature<Polygon>[]; levels: Uint8Array }> {
  const [start, xy, levels] = await Promise.all([
    bytesOf('/start.bin'),
    bytesOf('/xy.bin'),
    bytesOf('/levels.bin'),
  ])
  const starts = new Uint32Array(start.buffer)
  const places = new Int32Array(xy.buffer)
  const features = Array.from(levels, (level, id): Feature<Polygon> => {
    const ring: [number, number][] = []
    for (let at = starts[id] ?? 0; at < (starts[id + 1] ?? 0); at++) {
      ring.push([(places[at * 2] ?? 0) / 1e7, (places[at * 2 + 1] ?? 0) / 1e7])
    }
    ring.push(ring[0] ?? [0, 0])
    return { type: 'Feature', id, properties: { level }, geometry: { type: 'Polygon', coordinates: [ring] } }
  })
  return { features, levels }
}

async function deck(bounds: Bbox): Promise<Drawn> {
  const { features, levels } = await featuresOf()
  const map = await emptyMap(bounds)
  const overlay = new MapLibreOverlay({ interleaved: true, layers: [] })
  map.addControl(overlay)
  await rendered(map)
  const started = performance.now()
  const show = (turn: number) =>
    overlay.setProps({
      layers: [
        new GeoJsonLayer({
          id: 'cells',
          data: features,
          stroked: false,
          getFillColor: feature => {
            const level = levels[Number(feature.id)] ?? 0
            return colours[turn % 2 === 1 && level > 0 ? 5 - level : level] ?? [0, 0, 0, 0]
          },
          updateTriggers: { getFillColor: turn },
        }),
      ],
    })
  show(0)
  await shown(map, overlay)
  const firstDrawMs = performance.now() - started
  return { firstDrawMs, repaintMs: repaints(map, round => show(round + 1)) }
}

/** Its worker reads the features itself: a million of them in the page as well do not fit into one process. */
async function fill(bounds: Bbox): Promise<Drawn> {
  const levels = await bytesOf('/levels.bin')
  const map = await emptyMap(bounds)
  const started = performance.now()
  map.addSource('cells', {
    type: 'geojson',
    data: `${location.origin}/cells.geojson`,
    ...{ maxzoom: 12, buffer: 0, tolerance: 0.5 },
  })
  const colour = ['match', ['coalesce', ['feature-state', 'level'], 0]]
  const cases = [1, 2, 3, 4].flatMap(level => [level, `rgba(${palette[level]?.rgb.join(',')},0.6)`])
  map.addLayer({
    id: 'cells',
    type: 'fill',
    source: 'cells',
    // The type of an expression is wider than what it is made of here.
    paint: { 'fill-antialias': false, 'fill-color': [...colour, ...cases, '#999'] as unknown as string },
  })
  const paint = (turn: number) => {
    levels.forEach((level, id) => {
      map.setFeatureState({ source: 'cells', id }, { level: turn % 2 === 1 && level > 0 ? 5 - level : level })
    })
  }
  await map.once('idle')
  paint(0)
  await map.once('idle')
  await rendered(map)
  const firstDrawMs = performance.now() - started
  const repaintStarted = performance.now()
  paint(1)
  return { firstDrawMs, repaintMs: performance.now() - repaintStarted }
}

window.draw = (way, bounds) => (way === 'ours' ? ours(bounds) : way === 'deck' ? deck(bounds) : fill(bounds))
