import { beforeAll, expect, test } from 'vitest'
import type { Context } from '../context.ts'
import { testDatabase } from '../database/test-database.ts'
import { contextOf, origin, type TestTown, testTown } from '../test-town.ts'
import { findRegions, findTowns } from './find.ts'
import { Region, Town } from './region.ts'
import { search } from './search.ts'

const { sql } = await testDatabase()
let town: TestTown
let viewer: Context

beforeAll(async () => {
  town = await testTown(sql)
  viewer = await contextOf(sql, town.people.viewer)
  await sql`insert into places (town_id, name, name_en, kind, lng, lat) values
    (${town.id}, '湖滨路', 'Hubin Road', 'road', ${origin[0]}, ${origin[1]}),
    (${town.id}, '南湖滨路', 'South Hubin Road', 'road', ${origin[0]}, ${origin[1]}),
    (${town.id}, '100%纯净水厂', '', 'works', ${origin[0]}, ${origin[1]})`
})

const names = async (q: string) => (await search(viewer, { town: town.id, q })).map(hit => hit.name)

test('a person sees the towns of the area, with counts', async () => {
  const towns = await findTowns(viewer)
  expect(Town.array().parse(towns)).toEqual(towns)
  expect(towns).toMatchObject([{ id: town.id, villages: 4, communities: 0, grids: 12, cells: 60 }])
  const everywhere = await contextOf(sql, { ...town.people.administrator, townIds: null })
  expect((await findTowns(everywhere)).length).toBeGreaterThanOrEqual(1)
  const nowhere = await contextOf(sql, { ...town.people.viewer, townIds: [] })
  expect(await findTowns(nowhere)).toEqual([])
})

test('regions come as a tree with the town first', async () => {
  const regions = await findRegions(viewer, { town: town.id })
  expect(Region.array().parse(regions)).toEqual(regions)
  expect(regions.map(region => region.level)).toEqual(['town', 'village', 'village', 'village', 'village'])
  expect(regions[0]).toMatchObject({ id: town.id, townId: town.id, parentId: null })
  expect(regions[1]).toMatchObject({ townId: town.id, parentId: town.id, name: '第1村' })
})

test('another town stays closed', async () => {
  const other = await testTown(sql)
  await expect(() => findRegions(viewer, { town: other.id })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(() => search(viewer, { town: other.id, q: '村' })).rejects.toMatchObject({ code: 'forbidden' })
})

test('a search ranks exact before prefix before contained before initials', async () => {
  expect(await names('湖滨路')).toEqual(['湖滨路', '南湖滨路'])
  expect(await names('湖')).toEqual(['湖滨路', '南湖滨路'])
  expect(await names('hubin')).toEqual(['湖滨路', '南湖滨路'])
  expect((await names('nhbl'))[0]).toBe('南湖滨路')
})

test('a search finds every kind of thing, by code too', async () => {
  const kinds = async (q: string) =>
    new Set((await search(viewer, { town: town.id, q })).map(hit => hit.noun))
  expect(await kinds('第1村')).toEqual(new Set(['region']))
  expect(await kinds('G003')).toEqual(new Set(['grid']))
  expect(await kinds('氨罐区')).toEqual(new Set(['hazard']))
  expect(await kinds('消防站')).toEqual(new Set(['responder']))
  expect(await kinds('避难')).toEqual(new Set(['shelter']))
  expect(await kinds('物资')).toEqual(new Set(['supply']))
  expect(await kinds('117.2, 28.3')).toEqual(new Set(['coordinates']))
})

test('what the base map and a register both name is found once', async () => {
  const [shelter] = await sql<{ name: string; lng: number; lat: number }[]>`
    select name, ST_X(point) as lng, ST_Y(point) as lat from shelters where town_id = ${town.id} order by id limit 1`
  const { name, lng, lat } = shelter ?? { name: '', lng: 0, lat: 0 }
  await sql`insert into places (town_id, name, name_en, kind, lng, lat)
    values (${town.id}, ${name}, '', 'school', ${lng + 0.001}, ${lat}), (${town.id}, ${name}, '', 'ground', ${lng}, ${lat})`
  const hits = await search(viewer, { town: town.id, q: name })
  expect(hits.filter(hit => hit.name === name).map(hit => hit.noun)).toEqual(['shelter'])
})

test('signs of a pattern are only signs, and nothing is found by an empty search', async () => {
  expect(await names('100%')).toEqual(['100%纯净水厂'])
  expect(await names('%')).toEqual(['100%纯净水厂'])
  expect(await names('_')).toEqual([])
  expect(await names("'; drop table places; --")).toEqual([])
  expect(await names('  ')).toEqual([])
})
