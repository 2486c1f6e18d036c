import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readOsm } from '../../../tiles/osm.ts'
import { writeOsm } from '../../../tiles/osm-write.ts'
import { mapFacts } from './map-facts.ts'

const directory = await mkdtemp(join(tmpdir(), 'map-facts-'))
afterAll(() => rm(directory, { recursive: true, force: true }))

test('what the rules ask about is read off the tags, and nothing else', async () => {
  const nodes = Array.from({ length: 4 }, (_, i) => ({
    id: i + 1,
    lngLat: [118 + 0.001 * (i % 2), 28 + 0.001 * Math.floor(i / 2)] as [number, number],
  }))
  const ways = [
    { id: 1, refs: [1, 2, 4, 3, 1], tags: { building: 'apartments', 'building:levels': '33', name: '高楼' } },
    { id: 2, refs: [1, 2, 4, 3, 1], tags: { building: 'house', 'building:levels': '2' } },
    { id: 3, refs: [1, 2, 4, 3, 1], tags: { building: 'house', start_date: 'C1931' } },
    { id: 4, refs: [1, 2, 4, 3, 1], tags: { building: 'office', height: '58 m' } },
    { id: 5, refs: [1, 2], tags: { waterway: 'river', name: '信江', 'name:en': 'Xin River' } },
    { id: 6, refs: [1, 4], tags: { highway: 'primary', tunnel: 'yes', layer: '-1' } },
    { id: 7, refs: [1, 4], tags: { highway: 'primary', bridge: 'yes', layer: '1' } },
    { id: 8, refs: [1, 4], tags: { waterway: 'ditch' } },
  ]
  const path = join(directory, 'map.osm.pbf')
  await writeOsm(path, { nodes, ways })
  const facts = mapFacts(await readOsm(path))
  expect(facts.buildings).toEqual([
    { id: 1, name: '高楼', lngLat: [118.0005, 28.0005], levels: 33, year: null, material: '' },
    { id: 3, name: '', lngLat: [118.0005, 28.0005], levels: 0, year: 1931, material: '' },
    { id: 4, name: '', lngLat: [118.0005, 28.0005], levels: 20, year: null, material: '' },
  ])
  expect(facts.rivers.map(({ name, nameEn }) => [name, nameEn])).toEqual([['信江', 'Xin River']])
  expect(facts.underpasses.map(({ id }) => id)).toEqual([6])
})
