import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Refusal } from '../errors.ts'
import { Aside } from './aside.ts'
import { CleanOptions } from './boundary.ts'
import { mutantOf, soundFiles } from './test-mutants.ts'

const present: [number, number][] = [
  [121.9, 30.88],
  [121.91, 30.88],
  [121.91, 30.89],
  [121.9, 30.88],
]

test('300 ruined files are read or refused with words, and the thread lives on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sisetu-mutants-'))
  const aside = new Aside({ timeoutMs: 20_000 })
  const around = {
    outline: [],
    isRough: true,
    divided: [],
    bounds: [],
    present: JSON.stringify([[present]]),
    center: [121.9, 30.88] as [number, number],
  }
  const base = { fields: null, options: CleanOptions.parse({}), answers: {}, around }
  const strange: string[] = []
  // Every other file is asked what its coordinates are, every other one is placed.
  const crsOf = (seed: number) => (seed % 2 ? 'EPSG:4326' : null)
  let read = 0
  try {
    const files = await soundFiles()
    for (let seed = 0; seed < 300; seed++) {
      const path = join(folder, 'mutant')
      await writeFile(path, mutantOf(files, seed))
      await aside.prepare({ from: { path }, crs: crsOf(seed), ...base }).then(
        () => {
          read += 1
        },
        (error: unknown) => {
          const isSaid = error instanceof Refusal && error.words.zh !== '' && !/stopped/.test(error.words.en)
          if (!isSaid) strange.push(`${seed}: ${error instanceof Error ? error.stack : String(error)}`)
        },
      )
    }
  } finally {
    await aside.close()
    await rm(folder, { recursive: true, force: true })
  }
  expect(strange).toEqual([])
  // Some are ruined where it does not matter, most where it does.
  expect(read).toBeGreaterThan(20)
  expect(read).toBeLessThan(280)
})
