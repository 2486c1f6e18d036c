import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { riverTown } from './drawn-town.ts'
import { makeGraph } from './make-graph.ts'
import { loadGraph, storeGraph } from './store.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sisetu-graph-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const graph = makeGraph(riverTown({ old: { maxheight: '3.2' } }).extract())

it('gives back the graph that was stored', async () => {
  const path = join(folder, 'whole.bin')
  await storeGraph(path, graph, 'abc')
  expect(await loadGraph(path, 'abc')).toEqual(graph)
})

it('refuses a graph of another extract, a damaged and a missing one', async () => {
  const path = join(folder, 'damaged.bin')
  await storeGraph(path, graph, 'abc')
  expect(await loadGraph(path, 'other')).toBeUndefined()
  const bytes = await readFile(path)
  const at = bytes.length - 30
  bytes[at] = (bytes[at] ?? 0) ^ 0xff
  await writeFile(path, bytes)
  expect(await loadGraph(path, 'abc')).toBeUndefined()
  await writeFile(path, bytes.subarray(0, 20))
  expect(await loadGraph(path, 'abc')).toBeUndefined()
  await writeFile(path, 'hello, no graph')
  expect(await loadGraph(path, 'abc')).toBeUndefined()
  expect(await loadGraph(join(folder, 'none.bin'), 'abc')).toBeUndefined()
})
