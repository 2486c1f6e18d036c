import { describe, expect, it } from 'vitest'
import type { Incident } from '../../server/incident/incident.ts'
import type { LngLat } from '../../server/region/place.ts'
import { matching } from './incident-search.ts'
import { changes, holds } from './report-draft.svelte.ts'

const incident: Incident = {
  id: 7,
  townId: 1,
  number: '2026-0312',
  type: 'chemical',
  title: '液氨泄漏',
  description: '',
  lngLat: [121.94, 30.9],
  address: '3 号罐区',
  channel: 'enterprise',
  casualties: { injured: 2, dead: 0, missing: 0, severe: 0, trapped: 0 },
  affected: 1846,
  lossTenThousandYuan: 0,
  burntHectares: 0,
  grade: 'ordinary',
  gradeReasons: [],
  state: 'responding',
  regionName: '港区居委会',
  gridCode: '999115101003009',
  gridName: '港区第 9 网格',
  gridLead: '韩岚',
  gridPhone: '199-0000-0029',
  runId: null,
  reportedAt: '2026-03-12T06:01:00.000Z',
  reportedBy: '许建平',
  closedAt: null,
  version: 3,
}
const asItWas = {
  type: incident.type,
  title: incident.title,
  description: '',
  lngLat: incident.lngLat,
  address: incident.address,
  channel: 'enterprise' as const,
  casualties: { dead: 0, missing: 0, severe: 0, injured: 2, trapped: 0 },
  affected: 1846,
  lossTenThousandYuan: 0,
  burntHectares: 0,
}

describe('a correction', () => {
  it('sends only what differs, with the version that was seen', () => {
    const casualties = { ...asItWas.casualties, dead: 1 }
    expect(changes(incident, { ...asItWas, casualties })).toEqual({ casualties, version: 3 })
    expect(changes(incident, { ...asItWas, lngLat: [121.95, 30.9] })).toEqual({
      lngLat: [121.95, 30.9],
      version: 3,
    })
  })

  it('sends nothing when all is as it was, whatever order the parts are kept in', () => {
    expect(changes(incident, asItWas)).toBeUndefined()
  })
})

describe('the grid that holds a place', () => {
  const outer: LngLat[] = [
    [0, 0],
    [4, 0],
    [4, 4],
    [0, 4],
    [0, 0],
  ]
  const hole: LngLat[] = [
    [1, 1],
    [1, 2],
    [2, 2],
    [2, 1],
    [1, 1],
  ]
  it('counts what is inside the outline and outside its holes', () => {
    expect(holds([outer, hole], [3, 3])).toBe(true)
    expect(holds([outer, hole], [1.5, 1.5])).toBe(false)
    expect(holds([outer, hole], [5, 3])).toBe(false)
  })
})

describe('the search in the list', () => {
  it('finds by title, number, place and grid', () => {
    for (const query of ['液氨', '0312', '港区', '罐区', ' '])
      expect(matching([incident], query)).toHaveLength(1)
    expect(matching([incident], '火灾')).toHaveLength(0)
  })
})
