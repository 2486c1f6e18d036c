import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../database/test-database.ts'
import { contextOf, type TestTown, testTown } from '../test-town.ts'
import { close } from './close.ts'
import { correct } from './correct.ts'
import { findIncident, findIncidents } from './find.ts'
import { findSurroundings } from './find-surroundings.ts'
import { findTimeline } from './find-timeline.ts'
import { IncidentInput, IncidentPatch } from './incident.ts'
import { report } from './report.ts'
import { setGrade } from './set-grade.ts'

const { sql } = await testDatabase()
let town: TestTown

beforeAll(async () => {
  town = await testTown(sql)
})

const input = (more: object = {}) =>
  IncidentInput.parse({ townId: town.id, type: 'chemical', title: '储罐泄漏', lngLat: town.center, ...more })

test('reports at the same moment draw different numbers without a gap', async () => {
  const other = await testTown(sql)
  const context = await contextOf(sql, other.people.duty)
  const made = await Promise.all(
    Array.from({ length: 12 }, () => report(context, input({ townId: other.id, lngLat: other.center }))),
  )
  const year = made[0]?.number.slice(0, 4)
  const numbers = made.map(incident => incident.number).sort()
  expect(numbers).toEqual(Array.from({ length: 12 }, (_, i) => `${year}-${String(i + 1).padStart(4, '0')}`))
})

test('an incident knows its grid, its village and its grade', async () => {
  const context = await contextOf(sql, town.people.commander)
  const lngLat = [town.center[0] - 0.0025, town.center[1] - 0.0025]
  const made = await report(context, input({ lngLat, casualties: { dead: 3 } }))
  expect(made).toMatchObject({
    grade: 'serious',
    state: 'reported',
    regionName: '第1村',
    gridLead: '张三',
    runId: null,
  })
  expect(made.gridCode).toMatch(/^G\d{3}$/)
  expect(made.gradeReasons[0]?.zh).toContain('第三条')
  expect(await findIncident(context, made.id)).toEqual(made)
})

test('a correction changes only what is given, grades anew and is told in the timeline', async () => {
  const context = await contextOf(sql, town.people.commander)
  const made = await report(context, input({ description: '阀门失效', affected: 40 }))
  const patch = IncidentPatch.parse({ version: made.version, casualties: { dead: 10 } })
  const corrected = await correct(context, made.id, patch)
  expect(corrected).toMatchObject({ description: '阀门失效', affected: 40, grade: 'major', version: 2 })
  await expect(correct(context, made.id, patch)).rejects.toMatchObject({
    code: 'conflict',
    details: { theirs: { id: made.id, version: 2 } },
  })
  const told = await findTimeline(context, made.id, { after: 0, limit: 10 })
  expect(told.map(entry => entry.text.zh)).toEqual([
    `测试commander 上报事件 ${made.number}「储罐泄漏」，定级一般`,
    `测试commander 更正 ${made.number} 的伤亡，等级由一般改为重大`,
  ])
})

test('a crowd has no grade until a commander gives one, with a reason that is told and stays', async () => {
  const context = await contextOf(sql, town.people.commander)
  const made = await report(context, input({ type: 'crowd', title: '广场聚集', casualties: { dead: 3 } }))
  expect(made.grade).toBeNull()
  expect(made.gradeReasons[0]?.zh).toContain('社会安全事件不按分级标准定级')
  const given = { grade: 'serious' as const, reason: '会商意见', version: made.version }
  const duty = await contextOf(sql, town.people.duty)
  await expect(setGrade(duty, made.id, given)).rejects.toMatchObject({ code: 'forbidden' })
  const graded = await setGrade(context, made.id, given)
  expect(graded).toMatchObject({ grade: 'serious', version: 2 })
  expect(graded.gradeReasons.map(reason => reason.zh)).toEqual(['测试commander 人工定级：会商意见'])
  await expect(setGrade(context, made.id, given)).rejects.toMatchObject({
    code: 'conflict',
    details: { theirs: { id: made.id, version: 2 } },
  })
  const corrected = await correct(context, made.id, { version: 2, affected: 900 })
  expect(corrected).toMatchObject({ grade: 'serious', gradeReasons: graded.gradeReasons })
  const told = await findTimeline(context, made.id, { after: 0, limit: 10 })
  expect(told.map(entry => entry.text.zh).slice(0, 2)).toEqual([
    `测试commander 上报事件 ${made.number}「广场聚集」，未定级`,
    `测试commander 将事件 ${made.number}「广场聚集」的等级由未定级定为较大：会商意见`,
  ])
  const regraded = await correct(context, made.id, { version: 3, type: 'fire' })
  expect(regraded.grade).toBe('serious')
  await expect(setGrade(context, made.id, { ...given, version: 4 })).rejects.toMatchObject({
    code: 'conflict',
  })
  expect((await correct(context, made.id, { version: 4, type: 'crowd' })).grade).toBeNull()
})

test('what stands around it is counted from the map', async () => {
  const context = await contextOf(sql, town.people.commander)
  const made = await report(context, input())
  const around = await findSurroundings(context, made.id)
  // The whole town of 10 x 6 cells lies within 1 km; cell n has 10 + n people by day.
  expect(around.peopleDay).toBe(60 * 10 + (59 * 60) / 2)
  expect(around.peopleNight).toBe(60 * 5 + (59 * 60) / 2)
  expect(around.shelters).toHaveLength(3)
  expect(around.hazards).toHaveLength(6)
  const distances = around.hazards.map(hazard => hazard.distanceMeters)
  expect(distances).toEqual([...distances].sort((a, b) => a - b))
})

test('closed once, it stays closed and sinks in the list', async () => {
  const context = await contextOf(sql, town.people.commander)
  const first = await report(context, input())
  const second = await report(context, input())
  const closed = await close(context, second.id, { version: second.version, reason: '处置完毕' })
  expect(closed).toMatchObject({ state: 'closed', version: 2 })
  expect(closed.closedAt).not.toBeNull()
  await expect(close(context, second.id, { version: 2, reason: '' })).rejects.toMatchObject({
    code: 'conflict',
  })
  await expect(correct(context, second.id, { version: 2, title: '改' })).rejects.toMatchObject({
    code: 'conflict',
  })
  const list = await findIncidents(context, { town: town.id, state: 'all', limit: 100 })
  const place = (id: number) => list.findIndex(incident => incident.id === id)
  expect(place(second.id)).toBeGreaterThan(place(first.id))
  const open = await findIncidents(context, { town: town.id, state: 'open', limit: 100 })
  expect(open.every(incident => incident.state !== 'closed')).toBe(true)
})

test('who may not report or is of another town is refused and nothing is kept', async () => {
  const other = await testTown(sql)
  const [before] = await sql`select count(*)::int as n from incidents`
  for (const person of [town.people.viewer, town.people.responder, other.people.commander]) {
    await expect(report(await contextOf(sql, person), input())).rejects.toMatchObject({ code: 'forbidden' })
  }
  const stranger = await contextOf(sql, other.people.commander)
  await expect(findIncidents(stranger, { town: town.id, state: 'all', limit: 5 })).rejects.toMatchObject({
    code: 'forbidden',
  })
  const [after] = await sql`select count(*)::int as n from incidents`
  expect(after?.n).toBe(before?.n)
})
