import type { ResponseLevel } from '../../plans/plan.ts'
import type { ClosureInput, ZoneInput } from '../dispatch/dispatch.ts'
import type { DrillInput } from '../drill/drill.ts'
import type { IncidentInput } from '../incident/incident.ts'
import type { LineString, LngLat, Polygon } from '../region/place.ts'
import { type Point, polar, toLngLat } from './plane.ts'
import { at } from './random.ts'
import type { Sites } from './sites.ts'

type Given<T> = Omit<T, 'townId' | 'incidentId'>

/** One act of the story: a verb as people call it. Town, incident and run follow from the story itself. */
export type Act =
  | { verb: 'report'; input: Given<IncidentInput> }
  | { verb: 'start'; input: { plan: string; level: ResponseLevel } }
  | { verb: 'mark'; input: { nodeId: string; state: 'running' | 'done'; note: string } }
  | { verb: 'close-road'; input: Given<ClosureInput> }
  | { verb: 'draw-zone'; input: Given<ZoneInput> }
  | { verb: 'close-incident'; input: { reason: string } }
  | { verb: 'end-drill'; input: Record<string, never> }

export type Step = { afterMinutes: number } & Act

export interface DemoStory {
  /** Played in the live world, its last act just now. */
  incident: Step[]
  /** Played in a world of its own, `daysAgo` days back. */
  drill: { open: Given<Omit<DrillInput, 'startsAt'>>; daysAgo: number; steps: Step[] }
  warning: {
    kind: string
    kindEn: string
    level: 'orange'
    title: string
    titleEn: string
    untilHour: number
  }
}

const mark = (afterMinutes: number, nodeId: string, note = ''): Step => ({
  afterMinutes,
  verb: 'mark',
  input: { nodeId, state: 'done', note },
})
const nobody = { dead: 0, missing: 0, severe: 0, injured: 0, trapped: 0 }
const nothing = { affected: 0, lossTenThousandYuan: 0, burntHectares: 0 }

/** 150 m round the leak and a wedge of 40 degrees 700 m down the wind, which blows from the south-east. */
function downwind([x, y]: Point): Polygon {
  const middle = 135
  const arc = (radius: number, from: number, to: number, parts: number) =>
    Array.from({ length: parts + 1 }, (_, k) => polar(radius, from + ((to - from) * k) / parts))
  const ring = [...arc(150, middle + 60, middle + 300, 14), ...arc(700, middle - 20, middle + 20, 5)]
  const corners = ring.map(([dx, dy]) => toLngLat([x + dx, y + dy]))
  return { type: 'Polygon', coordinates: [[...corners, at(corners, 0)]] }
}

function box([x, y]: Point, [wide, high]: readonly [number, number]): Polygon {
  const corners: LngLat[] = (
    [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
    ] as const
  ).map(([sx, sy]) => toLngLat([x + (sx * wide) / 2, y + (sy * high) / 2]))
  return { type: 'Polygon', coordinates: [[...corners, at(corners, 0)]] }
}

const lineOf = (points: readonly Point[]): LineString => ({
  type: 'LineString',
  coordinates: points.map(toLngLat),
})

function leak(sites: Sites): Step[] {
  const place = sites.at('tanks-3')
  return [
    {
      afterMinutes: 0,
      verb: 'report',
      input: {
        type: 'chemical',
        title: '临江化工园区 3 号罐区液氨泄漏',
        description:
          '3 号罐区液氨储罐出料管法兰处泄漏，现场有强烈刺激性气味，2 人受伤，已启动喷淋。东南风 3.2 m/s。',
        lngLat: toLngLat(place),
        address: '临江化工园区 3 号罐区',
        channel: 'enterprise',
        casualties: { ...nobody, injured: 2 },
        ...nothing,
        affected: 1846,
      },
    },
    { afterMinutes: 2, verb: 'start', input: { plan: 'chemical-leak', level: 'III' } },
    mark(2, 'report-verify', '已回拨园区值班室核实'),
    mark(2, 'command-duty'),
    mark(3, 'first-substance', '3 号罐 液氨，约 4 t，未着火'),
    mark(3, 'first-wind', '东南风 3.2 m/s'),
    mark(3, 'first-alarm', '厂区 46 人已撤至上风向集结点'),
    mark(4, 'first-ignition'),
    {
      afterMinutes: 4,
      verb: 'draw-zone',
      input: { kind: 'danger', polygon: downwind(place), reason: '液氨泄漏：初始隔离 150 m 与下风向防护区' },
    },
    mark(4, 'first-isolate', '按 150 m 划定，周岚确认'),
    mark(5, 'command-declare', '宣布启动Ⅲ级响应'),
    {
      afterMinutes: 5,
      verb: 'close-road',
      input: {
        line: lineOf(sites.stretch('东港大道', [place[0] + 260, place[1]], 420)),
        reason: '液氨泄漏，东港大道园区段双向封闭',
      },
    },
    mark(6, 'protect-road', '东港大道园区段已封闭，保留化工路救援通道'),
  ]
}

function flood(sites: Sites): Step[] {
  return [
    {
      afterMinutes: 0,
      verb: 'report',
      input: {
        type: 'flood',
        title: '申江北岸老镇段漫堤（演练）',
        description: '演练：短时强降雨叠加高潮位，老镇段堤防渗水，低洼街巷积水 40 cm。',
        lngLat: toLngLat([-1000, 2880]),
        address: '申港老镇滨江北路',
        channel: 'drill',
        casualties: nobody,
        ...nothing,
        affected: 2300,
      },
    },
    { afterMinutes: 6, verb: 'start', input: { plan: 'flood', level: 'III' } },
    mark(8, 'report-verify'),
    mark(10, 'command-duty'),
    mark(14, 'command-declare', '演练：宣布启动防汛Ⅲ级响应'),
    mark(22, 'watch-rain', '1 小时雨量 62 mm'),
    mark(31, 'inspect-assign'),
    mark(38, 'watch-forecast', '洪峰预计 2 小时后到达'),
    {
      afterMinutes: 45,
      verb: 'close-road',
      input: {
        line: lineOf(sites.stretch('滨江北路', [-900, 2640], 600)),
        reason: '演练：滨江北路老镇段积水封闭',
      },
    },
    mark(52, 'watch-map'),
    {
      afterMinutes: 55,
      verb: 'draw-zone',
      input: { kind: 'danger', polygon: box([-1000, 2800], [1100, 340]), reason: '演练：漫堤淹没区' },
    },
    mark(62, 'move-list', '312 人，其中独居老人 17 人'),
    mark(70, 'move-shelter', '开放申港小学避难场所'),
    mark(78, 'move-road'),
    mark(120, 'command-comms'),
    { afterMinutes: 165, verb: 'close-incident', input: { reason: '演练目标全部完成' } },
    { afterMinutes: 170, verb: 'end-drill', input: {} },
  ]
}

/** What has happened in the made-up town when a newcomer first opens it. */
export function demoStory(sites: Sites): DemoStory {
  return {
    incident: leak(sites),
    drill: {
      open: { name: '防汛-2026-3', objective: '检验老镇段漫堤时的转移避险、道路封闭与避难场所开放' },
      daysAgo: 5,
      steps: flood(sites),
    },
    warning: {
      kind: '暴雨',
      kindEn: 'Rainstorm',
      level: 'orange',
      title: '暴雨橙色预警',
      titleEn: 'Orange rainstorm warning',
      untilHour: 18,
    },
  }
}
