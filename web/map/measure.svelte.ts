import { PathLayer, ScatterplotLayer, TextLayer } from '@deck.gl/layers'
import type { LngLat } from '../../server/region/place.ts'
import type { ThemeName } from '../look/theme.svelte.ts'
import { closed, lengthMeters } from './line.ts'
import type { MapStage, Picked, Staged } from './stage.svelte.ts'
import { SYMBOL_FONT } from './symbol-font.ts'
import { OVERLAY } from './tone.ts'

const SAME_PLACE_PIXELS = 8

/** A line laid on the map point by point, with its length and the area it encloses. */
export class Measure {
  isOn = $state(false)
  lngLats = $state.raw<readonly LngLat[]>([])
  #pointer = $state.raw<LngLat | undefined>()
  readonly lengthMeters = $derived(lengthMeters(this.lngLats))
  readonly squareMeters = $derived(this.lngLats.length > 2 ? areaSquareMeters(this.lngLats) : 0)
  readonly #stage: MapStage
  #stop: (() => void)[] = []
  #last: { x: number; y: number } | undefined

  constructor(stage: MapStage) {
    this.#stage = stage
  }

  toggle = () => (this.isOn ? this.end() : this.begin())

  begin() {
    this.clear()
    this.isOn = true
    this.#stage.cursor = 'crosshair'
    this.#stop = [this.#stage.on('click', this.#click), this.#stage.on('hover', this.#hover)]
  }

  /** Ends laying points; the line stays until it is cleared. */
  end = () => {
    this.isOn = false
    this.#pointer = undefined
    this.#last = undefined
    this.#stage.cursor = ''
    for (const stop of this.#stop.splice(0)) stop()
  }

  clear = () => {
    this.lngLats = []
    this.#last = undefined
  }

  #click = ({ lngLat, at }: Picked): boolean => {
    const last = this.#last
    this.#last = at
    if (last && Math.hypot(at.x - last.x, at.y - last.y) < SAME_PLACE_PIXELS) this.end()
    else this.lngLats = [...this.lngLats, lngLat]
    return true
  }

  #hover = ({ lngLat }: Picked): boolean => {
    this.#pointer = lngLat
    return true
  }

  layers(theme: ThemeName, words: { distance: (meters: number) => string }): Staged {
    const line = this.isOn && this.#pointer ? [...this.lngLats, this.#pointer] : this.lngLats
    if (line.length === 0) return { layers: [] }
    const { act, casing } = OVERLAY[theme]
    const path = {
      data: [line],
      getPath: (each: readonly LngLat[]) => each.map(copy),
      widthUnits: 'pixels',
    } as const
    const total = words.distance(lengthMeters(line))
    return {
      layers: [
        new PathLayer<readonly LngLat[]>({ id: 'measure/casing', ...path, getColor: casing, getWidth: 5 }),
        new PathLayer<readonly LngLat[]>({ id: 'measure/line', ...path, getColor: act, getWidth: 2.4 }),
        new ScatterplotLayer<LngLat>({
          id: 'measure/points',
          data: [...this.lngLats],
          getPosition: copy,
          getRadius: 4,
          radiusUnits: 'pixels',
          getFillColor: casing,
          stroked: true,
          getLineColor: act,
          getLineWidth: 2,
          lineWidthUnits: 'pixels',
        }),
        ...(line.length > 1 ? [lengthLayer(line, total, theme)] : []),
      ],
    }
  }
}

function lengthLayer(line: readonly LngLat[], total: string, theme: ThemeName) {
  const { text, halo } = OVERLAY[theme]
  return new TextLayer<LngLat>({
    id: 'measure/length',
    data: line.slice(-1),
    getPosition: copy,
    getText: () => total,
    characterSet: 'auto',
    fontFamily: SYMBOL_FONT,
    fontWeight: 600,
    fontSettings: { sdf: true, fontSize: 48, buffer: 8, radius: 14 },
    outlineColor: halo,
    outlineWidth: 4,
    getSize: 13,
    getColor: text,
    getPixelOffset: [0, -16],
    updateTriggers: { getText: total },
  })
}

const copy = ([lng, lat]: LngLat): LngLat => [lng, lat]

function areaSquareMeters(ring: readonly LngLat[]): number {
  const metersPerDegree = 111_320
  const shrink = Math.cos(((ring[0]?.[1] ?? 0) * Math.PI) / 180)
  const whole = closed(ring)
  const twice = whole.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = whole[i + 1] ?? [x, y]
    return sum + x * nextY - nextX * y
  }, 0)
  return (Math.abs(twice) / 2) * metersPerDegree ** 2 * shrink
}
