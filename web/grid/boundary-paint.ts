import type { Handover } from '../../server/grid/consequence.ts'
import type { Bbox, LngLat, MultiPolygon, Polygon } from '../../server/region/place.ts'
import { boxOf, lngLatOf, type Spot } from '../../server/region/rules/lattice.ts'
import { EDIT_INK } from '../map/edit-style.ts'
import type { Loupe } from '../map/loupe.ts'
import type { Sketcher, SketchFrame } from '../map/sketch.ts'
import type { MapStage } from '../map/stage.svelte.ts'
import type { BoundaryDraft } from './boundary-draft.svelte.ts'
import { leftEdges } from './ground-change.ts'

/** What stands on the boundaries besides themselves. */
export interface Marks {
  /** Small squares; the same list as long as they are the same. */
  vertices: readonly Spot[]
  /** Single ones beside those. */
  extra: readonly Spot[]
  /** The vertex or place that a press would take, ringed; red when it may not go there. */
  snap: { spot: Spot; isBad: boolean } | undefined
  /** Ground that what is in the hand has passed over, and its edges as they were. */
  swept: readonly (readonly Spot[])[]
  was: readonly (readonly Spot[])[]
  handovers: readonly Handover[]
  /** Pieces that this grid loses are grey instead of blue. */
  focus: number | undefined
  /** The line or ring that is being drawn. */
  line: readonly Spot[]
  isRing: boolean
  /** Grids that are chosen for an act. */
  chosen: readonly number[]
}

const none: Marks = {
  ...{ vertices: [], extra: [], snap: undefined, swept: [], was: [], handovers: [], focus: undefined },
  ...{ line: [], isRing: false, chosen: [] },
}
const TINT = 0.34
const SNAP_PIXELS = 8
const VERTEX_PIXELS = 7
const DASHES = [5.8, 3.8]
/** More lines in one stroke take longer than the same in several. */
const STROKE_LINES = 400

/** Draws a draft over the map. Each boundary is drawn once, straight from the coverage, and only where something changed. */
export class BoundaryPaint implements Sketcher {
  readonly #stage: MapStage
  readonly #draft: BoundaryDraft
  readonly #loupe: () => Loupe | undefined
  #marks = none
  #left: readonly (readonly LngLat[])[] = []

  constructor(stage: MapStage, draft: BoundaryDraft, loupe: () => Loupe | undefined = () => undefined) {
    this.#stage = stage
    this.#draft = draft
    this.#loupe = loupe
    stage.sketch(this)
  }

  loupe = (): Loupe | undefined => this.#loupe()

  /** Takes the marks as they are now, and draws anew round what changed: some spots, or everything. */
  update(marks: Marks, changed: readonly Spot[] | 'all' = []): void {
    const before = this.#marks
    this.#marks = marks
    const isWide =
      changed === 'all' ||
      marks.handovers !== before.handovers ||
      marks.focus !== before.focus ||
      String(marks.chosen) !== String(before.chosen)
    if (isWide) {
      this.#stage.redrawSketch()
      return
    }
    const spots = [...changed, ...loose(before), ...loose(marks)]
    if (marks.vertices !== before.vertices) spots.push(...before.vertices, ...marks.vertices)
    if (spots.length > 0 || this.#loupe()) this.#stage.redrawSketch(boxInDegrees(spots))
  }

  /** Draws everything anew, with the boundaries as they were where they no longer are. */
  settle(marks: Marks): void {
    this.#left = leftEdges(this.#draft)
    this.update(marks, 'all')
  }

  clear(): void {
    this.#stage.sketch(undefined)
  }

  paint(context: CanvasRenderingContext2D, frame: SketchFrame): void {
    const pen = new Pen(context, frame)
    const { coverage } = this.#draft
    const { vertices, extra, snap, swept, was, handovers, focus, line, isRing, chosen } = this.#marks
    const ink = EDIT_INK[frame.theme]
    for (const face of chosen.filter(id => coverage.has(id)))
      pen.fillPolygon(coverage.polygonOf(face), ink.gain)
    for (const { from, polygon } of handovers) pen.fillPolygon(polygon, from === focus ? ink.loss : ink.gain)
    pen.fill(swept, ink.gain)
    const edges = coverage.edgesIn(latticeBox(frame.bounds))
    const around = this.#draft.bounds?.segmentsIn(latticeBox(frame.bounds)) ?? []
    pen.lines(around, { color: ink.loss, width: 2.4, dashes: [2, 5] })
    const isLower = (edge: (typeof edges)[number]) => liesWithin(coverage, edge)
    const [lower, upper] = [edges.filter(isLower), edges.filter(edge => !isLower(edge))]
    const linesOf = (list: typeof edges) => list.map(({ a, b }) => [a, b])
    pen.lines(linesOf(lower), { color: ink.line, width: 1.1 })
    pen.lines(linesOf(upper), { color: ink.line, width: 2 })
    const dashed = { color: ink.act, width: 2.4, dashes: DASHES }
    pen.lngLatLines(this.#left, dashed)
    pen.lines(was, dashed)
    if (line.length > 1) pen.lines([isRing ? [...line, ...line.slice(0, 1)] : line], dashed)
    for (const spot of [...vertices, ...extra, ...line]) pen.vertex(spot, ink)
    if (snap) pen.ring(snap.spot, snap.isBad ? ink.bad : ink.act)
  }
}

/** Whether an edge parts two lower grids of the same divided grid. */
function liesWithin(
  coverage: BoundaryDraft['coverage'],
  { left, right }: { left: number | null; right: number | null },
): boolean {
  const above = left === null ? null : coverage.aboveOf(left)
  return above !== null && right !== null && coverage.aboveOf(right) === above
}

/** Marks that come and go one by one. */
const loose = ({ extra, snap, line, swept }: Marks): Spot[] => [
  ...extra,
  ...(snap ? [snap.spot] : []),
  ...line,
  ...swept.flat(),
]

function boxInDegrees(spots: readonly Spot[]): Bbox {
  const [west, south, east, north] = boxOf(spots)
  return [west / 1e7, south / 1e7, east / 1e7, north / 1e7]
}

function latticeBox([west, south, east, north]: Bbox): [number, number, number, number] {
  const [x0, y0, x1, y1] = [west, south, east, north].map(degrees => Math.round(degrees * 1e7))
  return [x0 ?? 0, y0 ?? 0, x1 ?? 0, y1 ?? 0]
}

interface Stroke {
  color: string
  width: number
  dashes?: number[]
}

/** Draws shapes of the lattice on the canvas. */
class Pen {
  readonly #context: CanvasRenderingContext2D
  readonly #project: SketchFrame['project']

  constructor(context: CanvasRenderingContext2D, { project }: SketchFrame) {
    this.#context = context
    this.#project = project
    context.lineJoin = 'round'
    context.lineCap = 'round'
  }

  #trace(places: readonly LngLat[], isClosed: boolean) {
    for (const [i, place] of places.entries()) {
      const { x, y } = this.#project(place)
      if (i === 0) this.#context.moveTo(x, y)
      else this.#context.lineTo(x, y)
    }
    if (isClosed) this.#context.closePath()
  }

  /** Rings all one way round, as one tint: where they lie over one another it is no darker. */
  fill(rings: readonly (readonly Spot[])[], color: string) {
    this.#tint(
      rings.map(ring => ring.map(lngLatOf)),
      { color, rule: 'nonzero' },
    )
  }

  fillPolygon(shape: Polygon | MultiPolygon, color: string) {
    const rings = shape.type === 'Polygon' ? shape.coordinates : shape.coordinates.flat()
    this.#tint(rings, { color, rule: 'evenodd' })
  }

  #tint(rings: readonly (readonly LngLat[])[], { color, rule }: { color: string; rule: CanvasFillRule }) {
    if (rings.length === 0) return
    const context = this.#context
    context.beginPath()
    for (const ring of rings) this.#trace(ring, true)
    context.globalAlpha = TINT
    context.fillStyle = color
    context.fill(rule)
    context.globalAlpha = 1
  }

  lines(lines: readonly (readonly Spot[])[], stroke: Stroke) {
    this.lngLatLines(
      lines.map(line => line.map(lngLatOf)),
      stroke,
    )
  }

  lngLatLines(lines: readonly (readonly LngLat[])[], { color, width, dashes = [] }: Stroke) {
    const context = this.#context
    context.strokeStyle = color
    context.lineWidth = width
    context.setLineDash(dashes)
    for (let from = 0; from < lines.length; from += STROKE_LINES) {
      context.beginPath()
      for (const line of lines.slice(from, from + STROKE_LINES)) this.#trace(line, false)
      context.stroke()
    }
    context.setLineDash([])
  }

  vertex(spot: Spot, { vertex, line }: { vertex: string; line: string }) {
    const { x, y } = this.#project(lngLatOf(spot))
    const context = this.#context
    context.fillStyle = line
    context.fillRect(x - VERTEX_PIXELS / 2, y - VERTEX_PIXELS / 2, VERTEX_PIXELS, VERTEX_PIXELS)
    context.fillStyle = vertex
    const inner = VERTEX_PIXELS - 2.4
    context.fillRect(x - inner / 2, y - inner / 2, inner, inner)
  }

  ring(spot: Spot, color: string) {
    const { x, y } = this.#project(lngLatOf(spot))
    const context = this.#context
    context.beginPath()
    context.arc(x, y, SNAP_PIXELS, 0, Math.PI * 2)
    context.strokeStyle = color
    context.lineWidth = 2
    context.stroke()
  }
}
