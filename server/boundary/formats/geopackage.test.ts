import { expect, test } from 'vitest'
import { readGeoPackage, writeGeoPackage } from './geopackage.ts'
import type { Pair } from './raw.ts'
import { openSqlite } from './sqlite.ts'

/** Many small squares in a row, with as many corners as the grids of a town have. */
const squares = (count: number) =>
  Array.from({ length: count }, (_, i) => {
    const [x, y] = [121 + i * 0.001, 30]
    const rings: Pair[][] = [
      [
        [x, y],
        [x + 0.001, y],
        [x + 0.001, y + 0.001],
        [x, y + 0.001],
        [x, y],
      ],
    ]
    return { values: { code: String(i) }, rings }
  })

test('a layer says the box around all its faces, which readers open the map at', async () => {
  const sqlite = await openSqlite(await writeGeoPackage(squares(3), 'grids'))
  const contents = sqlite.prepare('select min_x, min_y, max_x, max_y from gpkg_contents')
  contents.step()
  expect(contents.get()).toEqual([121, 30, expect.closeTo(121.003, 9), 30.001])
  contents.free()
  sqlite.close()
})

// Every corner once had the positions of all others put to text: a town took minutes.
test('the grids of a large town are written and read again', async () => {
  const { features } = await readGeoPackage(await writeGeoPackage(squares(1500), 'grids'))
  expect(features).toHaveLength(1500)
}, 20_000)
