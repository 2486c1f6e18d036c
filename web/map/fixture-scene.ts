import type { LngLat } from '../../server/region/place.ts'
import { packCells, unpackCells } from '../../server/risk/rules/cell-pack.ts'
import { metersBetween } from './line.ts'
import type { ClosureItem, RouteItem, ZoneItem } from './route-layers.ts'
import type { DiscItem, PinItem } from './symbols.ts'

/** An invented scene round a place, for looking at the map without a server. */
export function sceneAround([lng, lat]: LngLat) {
  const east = 1 / (111_320 * Math.cos((lat * Math.PI) / 180))
  const at = (x: number, y: number): LngLat => [lng + x * east, lat + y / 111_320]
  return { at, ...cellsOf(at), ...symbolsOf(at) }
}

type At = (x: number, y: number) => LngLat

const SIDE = 100
const HALF_COUNT = 34

function cellsOf(at: At) {
  const cells: { ordinal: number; polygon: LngLat[] }[] = []
  const levels: number[] = []
  for (let i = -HALF_COUNT; i < HALF_COUNT; i++) {
    for (let j = -HALF_COUNT; j < HALF_COUNT; j++) {
      const [x, y] = [i * SIDE, j * SIDE]
      cells.push({
        ordinal: levels.length,
        polygon: [at(x, y), at(x + SIDE, y), at(x + SIDE, y + SIDE), at(x, y + SIDE)],
      })
      levels.push(levelAt(x, y, levels.length))
    }
  }
  return { geometry: unpackCells(packCells(cells, 4)), levels: Uint8Array.from(levels) }
}

function levelAt(x: number, y: number, ordinal: number): number {
  if ((ordinal * 7919) % 23 === 0) return 0
  const ripple = 220 * Math.sin(x / 310) * Math.cos(y / 270)
  const danger = [
    Math.hypot(x - 900, y - 700),
    Math.hypot(x + 1500, y + 700) + 420,
    Math.hypot(x - 300, y + 1600) + 520,
  ]
  const distance = Math.min(...danger) + ripple
  return distance < 320 ? 1 : distance < 760 ? 2 : distance < 1350 ? 3 : 4
}

function symbolsOf(at: At) {
  const discs: DiscItem[] = [
    { id: 1, lngLat: at(-1400, -900), character: '消', tone: 'team', label: '芦滨消防救援站', weight: 5 },
    { id: 2, lngLat: at(400, -1300), character: '消', tone: 'team', label: '申港专职消防队' },
    { id: 3, lngLat: at(1900, -200), character: '专', tone: 'expert', label: '顾明哲' },
    { id: 4, lngLat: at(-700, 900), character: '医', tone: 'medical', label: '人民医院急救站' },
    { id: 5, lngLat: at(-620, 830), character: '警', tone: 'police', label: '城关派出所' },
    { id: 6, lngLat: at(-1800, 600), character: '工', tone: 'team', label: '综合社区微型站', isDim: true },
  ]
  const shelters: DiscItem[] = [
    { id: 1, lngLat: at(-900, 1500), character: '避', tone: 'shelter', label: '第一中学避难场所' },
    { id: 2, lngLat: at(700, -900), character: '避', tone: 'shelter', label: '体育中心', isSelected: true },
    { id: 3, lngLat: at(-200, -400), character: '库', tone: 'supply', label: '镇应急物资库' },
  ]
  const hazards: DiscItem[] = [
    { id: 1, lngLat: at(980, 640), character: '源', tone: 'level-1', label: '3 号液氨罐组' },
    { id: 2, lngLat: at(1250, 300), character: '源', tone: 'level-2', label: '危化品仓库' },
    { id: 3, lngLat: at(-300, 400), character: '源', tone: 'level-3', label: '加油站' },
  ]
  const routes: RouteItem[] = [
    {
      id: 1,
      line: [at(-1400, -900), at(-1000, -880), at(-960, 300), at(-300, 640), at(860, 690)],
      state: 'chosen',
      label: '6 分 20 秒',
    },
    {
      id: 2,
      line: [at(400, -1300), at(430, -200), at(820, -160), at(880, 640)],
      state: 'chosen',
      label: '4 分 50 秒',
      isSelected: true,
    },
    { id: 3, line: [at(1900, -200), at(1500, -180), at(1480, 300), at(960, 660)], state: 'rejected' },
  ]
  const zones: ZoneItem[] = [
    { id: 1, rings: [circle(at, 900, 700, 260)], label: '初始隔离区' },
    { id: 2, rings: [[at(900, 700), at(1900, 1500), at(2250, 900), at(900, 700)]], label: '下风向' },
  ]
  const closures: ClosureItem[] = [
    { id: 1, shape: { kind: 'line', line: [at(1490, 0), at(1485, 260)] } },
    { id: 2, shape: { kind: 'point', lngLat: at(-500, -1000) } },
  ]
  const pins: PinItem[] = [{ id: 1, lngLat: at(900, 700), label: '液氨泄漏' }]
  return { discs, shelters, hazards, routes, zones, closures, pins }
}

const circle = (at: At, x: number, y: number, radius: number): LngLat[] =>
  Array.from({ length: 49 }, (_, i) =>
    at(x + radius * Math.cos((i / 24) * Math.PI), y + radius * Math.sin((i / 24) * Math.PI)),
  )

/** Ordinal of the cell nearest to a place. */
export function nearestCell({ geometry, levels }: ReturnType<typeof sceneAround>, lngLat: LngLat): number {
  let best = { ordinal: 0, meters: Infinity }
  for (const { origin, cellIndex, ringStart, positions } of geometry.chunks) {
    cellIndex.forEach((ordinal, cell) => {
      const vertex = (ringStart[cell] ?? 0) * 2
      const corner: LngLat = [origin[0] + (positions[vertex] ?? 0), origin[1] + (positions[vertex + 1] ?? 0)]
      const meters = metersBetween(corner, lngLat)
      if (meters < best.meters && ordinal < levels.length) best = { ordinal, meters }
    })
  }
  return best.ordinal
}
