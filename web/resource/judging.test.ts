import { expect, test } from 'vitest'
import { Api } from '../api.ts'
import { Problem } from '../problem.ts'
import { byTag, type Judged, Judging } from './judging.svelte.ts'

const row = (id: number, tag: string | null, standing: Judged['standing'] = 'draft'): Judged => ({
  id,
  version: 1,
  standing,
  origin: tag === null ? null : { source: 'osm', tag },
})

class Answering extends Api {
  readonly asked: string[] = []
  constructor(answer: (path: string) => void) {
    super({ worldId: () => 0, languageTag: () => 'zh-CN', reached: () => undefined, ended: () => undefined })
    const asked = this.asked
    this.post = async <Reply>(path: string): Promise<Reply> => {
      asked.push(path)
      answer(path)
      return undefined as Reply
    }
  }
}

test('groups drafts by their tag and leaves out what is settled', () => {
  const groups = byTag([
    row(1, 'a=b'),
    row(2, 'c=d'),
    row(3, 'c=d'),
    row(4, 'c=d', 'confirmed'),
    row(5, null),
  ])
  expect(groups.map(({ tag, rows }) => [tag, rows.map(each => each.id)])).toEqual([
    ['c=d', [2, 3]],
    ['', [5]],
    ['a=b', [1]],
  ])
})

test('judges one after the other and counts what others settled', async () => {
  const api = new Answering(path => {
    if (path.includes('/2/')) throw new Problem({ code: 'conflict', status: 409 })
  })
  const judging = new Judging(api)
  const result = await judging.judge('hazards', [row(1, 'a=b'), row(2, 'a=b'), row(3, 'a=b')], 'reject')
  expect(result).toEqual({ judged: 2, skipped: 1 })
  expect(api.asked).toEqual(['/api/hazards/1/reject', '/api/hazards/2/reject', '/api/hazards/3/reject'])
  expect(judging.busy).toBe(false)
})

test('stops at a refusal that is no conflict', async () => {
  const api = new Answering(() => {
    throw new Problem({ code: 'forbidden', status: 403 })
  })
  const judging = new Judging(api)
  await expect(judging.judge('targets', [row(1, null), row(2, null)], 'confirm')).rejects.toThrow()
  expect(api.asked).toHaveLength(1)
  expect(judging.busy).toBe(false)
})
