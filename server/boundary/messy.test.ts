import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Refusal } from '../errors.ts'
import { CleanOptions } from './boundary.ts'
import { type Prepared, prepare, unpackedFaces } from './prepare.ts'
import { mostFileBytes } from './upload.ts'

const folder = join(process.env.SISETU_SAMPLES ?? '../shared/data', 'messy')
const isThere = existsSync(folder)
if (!isThere) console.warn(`Skipped: there are no messy boundary files in ${folder}`)

const filesIn = (path: string): string[] =>
  readdirSync(path).flatMap(name => {
    const inside = join(path, name)
    if (statSync(inside).isDirectory()) return filesIn(inside)
    return statSync(inside).size <= mostFileBytes ? [inside] : []
  })

const around = {
  ...{ outline: [], isRough: true, present: '[]', divided: [], bounds: [] },
  center: [0, 0] as [number, number],
}

/** What comes of a file that is said to be in WGS 84: what was read, or what it was refused with. */
const read = (path: string): Promise<Prepared | Refusal> =>
  prepare({
    ...{
      from: { path },
      crs: 'EPSG:4326',
      fields: null,
      options: CleanOptions.parse({}),
      answers: {},
      around,
    },
  }).catch((error: unknown) => {
    if (error instanceof Refusal) return error
    throw error
  })

describe.skipIf(!isThere)('messy files of others', () => {
  const files = isThere ? filesIn(folder) : []

  test.each(files.map(path => [relative(folder, path), path]))(
    '%s is read or refused by name',
    async (_, path) => {
      const found = await read(path)
      if (found instanceof Refusal) {
        expect(found.code).toBe('invalid')
        expect(found.errors.length).toBeGreaterThan(0)
        for (const { path: where, message } of found.errors) {
          expect(where).not.toBe('')
          expect([message.zh.length > 4, message.en.length > 4]).toEqual([true, true])
        }
        return
      }
      const faces = unpackedFaces(found.cleaned)
      expect(faces.length).toBe(found.faces)
      // Each row is a face, or named with what is wrong with it, or mended away with a defect that says so.
      const named = new Set([
        ...faces.map(({ row }) => row),
        ...found.problems.map(({ row }) => row),
        ...found.defects.flatMap(({ rows }) => rows),
      ])
      for (const { row } of found.reports) expect(named).toContain(row)
      expect(found.rows).toBe(found.reports.length + found.problems.length)
    },
  )

  test('most of what is sound is read', async () => {
    const read_ = await Promise.all(files.filter(path => /\/valid\/.*olygon/.test(path)).map(read))
    expect(read_.length).toBeGreaterThan(0)
    expect(read_.filter(found => found instanceof Refusal)).toEqual([])
  })
})
