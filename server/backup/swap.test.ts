import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { finishHalfRestore, swapIn } from './swap.ts'

let data: string
let from: string

const put = async (directory: string, name: string, text: string) => {
  await mkdir(join(directory, name), { recursive: true })
  await writeFile(join(directory, name, 'x'), text)
}
const at = (name: string) => readFile(join(data, name, 'x'), 'utf8').catch(() => null)
const swap = () => swapIn({ dataDirectory: data, from, names: ['database', 'towns'], suffix: '.before' })

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'sisetu-swap-'))
  from = join(data, 'fresh')
  await put(data, 'database', 'old')
  await put(data, 'towns', 'old')
  await put(from, 'database', 'new')
  await put(from, 'towns', 'new')
})
afterEach(() => rm(data, { recursive: true }))

test('puts the new in place and keeps the old beside it', async () => {
  expect(await swap()).toEqual([join(data, 'database.before'), join(data, 'towns.before')])
  expect([await at('database'), await at('towns')]).toEqual(['new', 'new'])
  expect([await at('database.before'), await at('towns.before')]).toEqual(['old', 'old'])
  expect(existsSync(join(data, 'restoring.json'))).toBe(false)
})

test('an archive without towns moves the old towns aside all the same', async () => {
  await rm(join(from, 'towns'), { recursive: true })
  await swap()
  expect([await at('towns'), await at('towns.before')]).toEqual([null, 'old'])
})

test('a failure half way puts everything back', async () => {
  await put(from, 'nowhere/towns', 'new')
  const names = ['database', 'towns', 'nowhere/towns']
  await expect(swapIn({ dataDirectory: data, from, names, suffix: '.before' })).rejects.toThrow('ENOENT')
  expect([await at('database'), await at('towns')]).toEqual(['old', 'old'])
  expect(await readdir(data)).toEqual(['database', 'fresh', 'towns'])
})

test('never takes the place of what is kept beside already', async () => {
  await put(data, 'towns.before', 'of another restore')
  await expect(swap()).rejects.toThrow('towns.before')
  expect([await at('database'), await at('towns')]).toEqual(['old', 'old'])
  expect(await at('towns.before')).toBe('of another restore')
})

const note = (hadOld = true) =>
  writeFile(
    join(data, 'restoring.json'),
    JSON.stringify(['database', 'towns'].map(name => ({ name, aside: `${name}.before`, hadOld }))),
  )

test('the next start undoes what a kill left half done, wherever it came', async () => {
  const { rename } = await import('node:fs/promises')
  const steps = [
    () => rename(join(data, 'database'), join(data, 'database.before')),
    () => rename(join(from, 'database'), join(data, 'database')),
    () => rename(join(data, 'towns'), join(data, 'towns.before')),
    () => rename(join(from, 'towns'), join(data, 'towns')),
  ]
  for (let kill = 0; kill <= steps.length; kill++) {
    await note()
    for (const step of steps.slice(0, kill)) await step()
    expect(await finishHalfRestore(data)).toBe(true)
    expect([await at('database'), await at('towns')]).toEqual(['old', 'old'])
    expect(await readdir(data)).toEqual(expect.not.arrayContaining(['restoring.json', 'database.before']))
    await put(from, 'database', 'new')
    await put(from, 'towns', 'new')
  }
  expect(await finishHalfRestore(data)).toBe(false)
})

test('a note that was cut off moves nothing', async () => {
  await writeFile(join(data, 'restoring.json'), '[{"name":"data')
  expect(await finishHalfRestore(data)).toBe(true)
  expect([await at('database'), await at('towns')]).toEqual(['old', 'old'])
})
