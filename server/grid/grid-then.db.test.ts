import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../database/test-database.ts'
import { type TestTown, testTown } from '../test-town.ts'
import { gridThen } from './grid-then.ts'

const { sql } = await testDatabase()
let town: TestTown

beforeAll(async () => {
  town = await testTown(sql)
})

/** A grid of another level over the whole of one that is there. */
async function over(id: number, level: 'second' | 'micro'): Promise<number> {
  const [row] = await sql<{ id: number }[]>`
    insert into grids (town_id, region_id, parent_id, level, code, name, geom)
    select town_id, region_id, id, ${level}, code || ${level}, ${level}, geom from grids where id = ${id} returning id`
  return row?.id ?? 0
}

test('of grids that lie in one another the lowest held the point', async () => {
  const [first = 0] = town.grids
  await over(await over(first, 'second'), 'micro')
  const [row] = await sql.begin(
    tx =>
      tx`select grid.name from grids g ${gridThen(tx, {
        town: tx`g.town_id`,
        point: tx`ST_PointOnSurface(g.geom)`,
        at: tx`now()`,
        name: tx`grid`,
      })} where g.id = ${first}`,
  )
  expect(row?.name).toBe('micro')
})
