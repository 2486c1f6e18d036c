import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OsmExtract, readOsm } from './osm.ts'
import { writeOsm } from './osm-write.ts'

const samples = join(process.env.SISETU_SAMPLES ?? '../shared/data', 'roads')
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sisetu-osm-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function inputOf(extract: OsmExtract) {
  return {
    nodes: Array.from(extract.nodes.ids, (id, i) => ({
      id,
      lngLat: [extract.nodes.lng[i] ?? 0, extract.nodes.lat[i] ?? 0] as [number, number],
      tags: extract.nodes.tags.get(i) ?? {},
    })),
    ways: extract.ways.map(way => ({ ...way, refs: Array.from(way.refs) })),
    relations: extract.relations,
  }
}

const crossing = {
  nodes: [
    {
      id: 9_007_199_254_000,
      lngLat: [114.2, 22.7] as [number, number],
      tags: { highway: 'traffic_signals', 名称: '路口' },
    },
    { id: 3, lngLat: [-70.5, -33.25] as [number, number] },
    { id: -5, lngLat: [114.3, 22.8] as [number, number], tags: {} },
  ],
  ways: [
    { id: 20, refs: [3, 9_007_199_254_000, -5], tags: { highway: 'primary', name: '学院路' } },
    { id: 10, refs: [3, -5] },
  ],
  relations: [
    {
      id: 7,
      members: [
        { type: 'way' as const, ref: 20, role: 'from' },
        { type: 'node' as const, ref: 3, role: 'via' },
        { type: 'relation' as const, ref: 8, role: '' },
      ],
      tags: { type: 'restriction', restriction: 'no_left_turn' },
    },
  ],
}

describe('writing and reading an extract', () => {
  it('gives back what was written, sorted by id', async () => {
    const path = join(folder, 'crossing.osm.pbf')
    await writeOsm(path, crossing)
    const extract = await readOsm(path)
    expect(Array.from(extract.nodes.ids)).toEqual([-5, 3, 9_007_199_254_000])
    expect(extract.nodes.lng[2]).toBeCloseTo(114.2, 7)
    expect(extract.nodes.lat[1]).toBeCloseTo(-33.25, 7)
    expect([...extract.nodes.tags]).toEqual([[2, { highway: 'traffic_signals', 名称: '路口' }]])
    expect(extract.nodes.indexOf(3)).toBe(1)
    expect(extract.nodes.indexOf(4)).toBe(-1)
    expect(extract.ways.map(way => way.id)).toEqual([10, 20])
    expect(Array.from(extract.ways[1]?.refs ?? [])).toEqual([3, 9_007_199_254_000, -5])
    expect(extract.ways[1]?.tags).toEqual({ highway: 'primary', name: '学院路' })
    expect(extract.relations).toEqual(crossing.relations)
    expect(extract.bbox.map(value => Number(value.toFixed(6)))).toEqual([-70.5, -33.25, 114.3, 22.8])
  })

  it('keeps ten thousand nodes over several blocks', async () => {
    const path = join(folder, 'many.osm.pbf')
    const nodes = Array.from({ length: 10_000 }, (_, i) => ({
      id: i + 1,
      lngLat: [100 + i / 1e4, 20] as [number, number],
    }))
    await writeOsm(path, { nodes, ways: [{ id: 1, refs: nodes.map(node => node.id) }] })
    const extract = await readOsm(path)
    expect(extract.nodes.ids.length).toBe(10_000)
    expect(extract.nodes.lng[9_999]).toBeCloseTo(100.9999, 6)
    expect(extract.ways[0]?.refs.length).toBe(10_000)
  })
})

describe('files that are no extract', () => {
  const refused = (name: string, bytes: Uint8Array | string) => async () => {
    const path = join(folder, name)
    await writeFile(path, bytes)
    return readOsm(path)
  }
  it('names an empty file', async () => {
    await expect(refused('empty.pbf', '')()).rejects.toMatchObject({ fault: 'empty' })
  })
  it('names OSM XML', async () => {
    await expect(refused('a.osm', '<?xml version="1.0"?><osm/>')()).rejects.toMatchObject({
      fault: 'not-pbf',
      message: /XML/,
    })
  })
  it('names a picture, a text and a zip', async () => {
    for (const bytes of ['\x89PNG\r\n\x1a\n000000', 'hello, this is no map at all', 'PK\x03\x04']) {
      await expect(refused('other.pbf', Buffer.from(bytes, 'latin1'))()).rejects.toMatchObject({
        fault: 'not-pbf',
      })
    }
  })
  it('names a file cut short at any byte after its header', async () => {
    const path = join(folder, 'whole.osm.pbf')
    await writeOsm(path, crossing)
    const whole = await readFile(path)
    for (let length = whole.length - 1; length > 0; length -= 7) {
      const outcome = refused('cut.osm.pbf', whole.subarray(0, length))()
      await expect(outcome, `cut to ${length}`).rejects.toMatchObject({ fault: /truncated|not-pbf|empty/ })
    }
  })
  it('names an extract without nodes', async () => {
    const path = join(folder, 'none.osm.pbf')
    await writeOsm(path, { nodes: [], ways: [] })
    await expect(readOsm(path)).rejects.toMatchObject({ fault: 'empty' })
  })
  it('passes on that a file is missing', async () => {
    await expect(readOsm(join(folder, 'gone.pbf'))).rejects.toMatchObject({ code: 'ENOENT' })
  })
})

const osmium = (() => {
  try {
    return execFileSync('osmium', ['--version'], { encoding: 'utf8' }).length > 0
  } catch {
    return false
  }
})()

describe.skipIf(!existsSync(samples))('real extracts (skipped without SISETU_SAMPLES)', () => {
  it('survive reading, writing and reading again', async () => {
    for (const name of readdirSync(samples).filter(file => file.endsWith('.osm.pbf'))) {
      const first = await readOsm(join(samples, name))
      const path = join(folder, name)
      await writeOsm(path, inputOf(first))
      const second = await readOsm(path)
      expect(second.nodes.ids, name).toEqual(first.nodes.ids)
      expect(second.nodes.tags, name).toEqual(first.nodes.tags)
      expect(second.ways, name).toEqual(first.ways)
      expect(second.relations, name).toEqual(first.relations)
    }
  })

  it.skipIf(!osmium)('count as osmium counts them, before and after (skipped without osmium)', async () => {
    const path = join(samples, 'monaco.osm.pbf')
    const extract = await readOsm(path)
    await writeOsm(join(folder, 'again.osm.pbf'), inputOf(extract))
    for (const file of [path, join(folder, 'again.osm.pbf')]) {
      const info = JSON.parse(execFileSync('osmium', ['fileinfo', '-e', '-j', file], { encoding: 'utf8' }))
      expect(info.data.count).toMatchObject({
        nodes: extract.nodes.ids.length,
        ways: extract.ways.length,
        relations: extract.relations.length,
      })
    }
  })
})
