import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { expect, test } from 'vitest'
import { CopyRows, copyHead, copyTail } from './copy-rows.ts'
import { testDatabase, testKind } from './test-database.ts'

test.skipIf(testKind === 'embedded')('PostgreSQL reads the rows it is given', async () => {
  const { sql } = await testDatabase()
  const out = new CopyRows()
  for (let i = 0; i < 3; i++) {
    out.row(5)
    out.int(i === 1 ? null : i)
    out.text('名'.repeat(i * 50_000))
    out.double(i / 3)
    out.point(120 + i, 30)
    out.polygon([
      [120, 30, 121, 30, 121, 31, 120, 30],
      [120.5, 30.2, 120.6, 30.4, 120.6, 30.2, 120.5, 30.2],
    ])
  }
  const found = await sql
    .begin(async inside => {
      await inside`create table copied (a int, b text, c float8, d geometry(Point, 4326), e geometry(Polygon, 4326))`
      const into = await inside`copy copied from stdin (format binary)`.writable()
      await pipeline(Readable.from([copyHead, out.take(), copyTail]), into)
      const rows =
        await inside`select a, length(b) as b, c, ST_X(d) as d, ST_NumInteriorRings(e) as holes from copied`
      throw new Undone(rows)
    })
    .catch((error: unknown) => (error instanceof Undone ? error.rows : Promise.reject(error)))
  expect(found).toEqual([
    { a: 0, b: 0, c: 0, d: 120, holes: 1 },
    { a: null, b: 50_000, c: 1 / 3, d: 121, holes: 1 },
    { a: 2, b: 100_000, c: 2 / 3, d: 122, holes: 1 },
  ])
})

class Undone extends Error {
  readonly rows: readonly object[]
  constructor(rows: readonly object[]) {
    super('undone')
    this.rows = [...rows]
  }
}
