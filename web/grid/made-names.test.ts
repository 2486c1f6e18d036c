import { expect, it, vi } from 'vitest'
import type { Api } from '../api.ts'
import { nextName } from './face-name.ts'
import { MadeNames } from './made-names.svelte.ts'

const used = () => ({ names: new Set(['北沙第 1 网格', '北沙第 9 网格']), codes: new Set(['C001']) })
function namesWith(codes: readonly string[], onchange = () => {}) {
  const get = vi.fn(async () => codes)
  // The stand-in answers with codes alone, which is all that is asked for.
  const api = { get } as unknown as Pick<Api, 'get'>
  return { get, names: new MadeNames({ api, townId: 1, used, onchange }) }
}
const face = (id: number, regionId = 10) => ({ face: id, origin: '北沙第 1 网格', regionId })

it('names a new grid after its row, or after the one it was cut from', () => {
  expect(nextName('北沙第 1 网格', used().names)).toBe('北沙第 10 网格')
  expect(nextName('湖区网格', new Set(['湖区网格']))).toBe('湖区网格（新）')
  expect(nextName('湖区网格', new Set(['湖区网格（新）']))).toBe('湖区网格（新 2）')
})

it('suggests names and codes that no other has, and leaves what people wrote', async () => {
  const onchange = vi.fn()
  const { names } = namesWith(['C001', 'C010', 'C011'], onchange)
  names.set(-1, { name: '东格' })
  await names.suggest([face(-1), face(-2)])
  expect(names.of(-1)).toEqual({ name: '东格', code: 'C010' })
  expect(names.of(-2)).toEqual({ name: '北沙第 10 网格', code: 'C011' })
  expect(onchange).toHaveBeenCalledTimes(2)
})

it('asks once, and again only when a grid comes to lie in another village', async () => {
  const { names, get } = namesWith(['C010'])
  await names.suggest([face(-1)])
  await names.suggest([face(-1)])
  expect(get).toHaveBeenCalledTimes(1)
  await names.suggest([face(-1, 11)])
  expect(get).toHaveBeenCalledTimes(2)
  names.set(-1, { code: 'MINE' })
  await names.suggest([face(-1, 12)])
  expect(get).toHaveBeenCalledTimes(2)
})

it('keeps attributes only of grids that are there, and says what is wrong with a name', async () => {
  const { names } = namesWith([])
  await names.suggest([face(-1), face(-2)])
  names.set(-1, { lead: ' 陶宏伟 ' })
  expect(names.attributes(id => id === -1)).toEqual([{ face: -1, name: '北沙第 10 网格', lead: '陶宏伟' }])
  const made = [face(-1), face(-2)]
  names.set(-2, { name: '北沙第 9 网格', code: 'C001' })
  expect(names.fault(-2, 'name', made)).toBe('taken')
  expect(names.fault(-2, 'code', made)).toBe('taken')
  expect(names.fault(-1, 'code', made)).toBe('empty')
  expect(names.fault(-1, 'name', made)).toBeUndefined()
})
