import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cellLine, makeCells, ringOf } from '../../../test/bench/million.ts'
import { readCellLine } from './cell-line.ts'
import { isPlain } from './plain-ring.ts'
import { checkPolygon } from './validity.ts'

const read = (text: string) => {
  const bytes = Buffer.from(`xx${text}\n`)
  return readCellLine(bytes, 2, bytes.length - 1)
}
const line = (coordinates: unknown, properties: unknown = { code: 'A' }) =>
  JSON.stringify({ type: 'Feature', properties, geometry: { type: 'Polygon', coordinates } })
const square = [
  [120, 30],
  [120.001, 30],
  [120.001, 30.001],
  [120, 30.001],
  [120, 30],
]

test('a cell is read as it was written', () => {
  const cells = makeCells(400)
  for (let cell = 0; cell < cells.count; cell++) {
    const found = read(cellLine(cells, cell))
    if (!('cell' in found)) throw new Error(JSON.stringify(found))
    expect([...(found.cell.rings[0] ?? [])]).toEqual(ringOf(cells, cell).flat())
    expect(found.cell.ordinal).toBe(cell)
  }
})

test('facts are read alike whichever way they are written', () => {
  const ring = JSON.stringify([square])
  const facts = (properties: string, more = '') => {
    const found = read(
      `{ "type": "Feature",${more} "properties": ${properties}, "geometry": { "type": "Polygon", "coordinates": ${ring} } }`,
    )
    if (!('cell' in found)) return found.problem.path
    const { ordinal, code, peopleDay, peopleNight } = found.cell
    return [ordinal, code, peopleDay, peopleNight]
  }
  const all = '{"ordinal": 7, "code": "格 7", "peopleDay": 3, "peopleNight": 0 }'
  expect(facts(all)).toEqual([7, '格 7', 3, 0])
  expect(facts(all, ' "id": 4,')).toEqual([7, '格 7', 3, 0])
  expect(facts(all.replace('格 7', '\\u683c 7'))).toEqual([7, '格 7', 3, 0])
  expect(facts(all.replace('peopleDay', 'people_day'))).toEqual([7, '格 7', 3, 0])
  expect(facts(all.replace('7,', '7.0e0,'))).toEqual([7, '格 7', 3, 0])
  expect(facts('{"extra":[1],"peopleDay":12}')).toEqual([null, null, 12, 0])
  expect(facts('{}')).toEqual([null, null, 0, 0])
  expect(facts('null')).toEqual([null, null, 0, 0])
  expect(facts(all.replace('7,', '07,'))).toBe('(row)')
  expect(facts(all.replace('7,', '7.5,'))).toBe('properties.ordinal')
  expect(facts(all.replace('7,', '10000000,'))).toBe('properties.ordinal')
  expect(facts(all.replace('3,', '-3,'))).toBe('properties.peopleDay')
  expect(facts(all.replace('"格 7"', '""'))).toBe('properties.code')
  expect(facts(all.replace('0 }', '0, }'))).toBe('(row)')
})

test('quick and slow reading agree on order of keys, spaces, signs, digits and holes', () => {
  const quick = read(line([square]))
  const others = [
    `{"geometry":{"coordinates":${JSON.stringify([square])},"type":"Polygon"},"properties":{"code":"A"},"type":"Feature"}`,
    line([square]).replaceAll(',', ' , '),
    line([square]).replaceAll('120.001', '120.00100000001'),
    line([square]).replaceAll('120.001', '1.20001e2'),
    line([square.toReversed()]).replaceAll('30.001', '30.00100'),
    line([square.map(([lng, lat]) => [lng, lat, 12.5])]),
  ]
  const corners = (found: ReturnType<typeof read>) =>
    'cell' in found ? new Set((found.cell.rings[0] ?? []).map(each => each)) : found
  for (const other of others) expect(corners(read(other)), other).toEqual(corners(quick))
  const hole = [
    [120.0004, 30.0004],
    [120.0004, 30.0006],
    [120.0006, 30.0006],
    [120.0004, 30.0004],
  ]
  const holed = read(line([square, hole]))
  expect('cell' in holed && holed.cell.rings).toHaveLength(2)
  expect(read(line([square.map(([lng = 0, lat = 0]) => [-lng, -lat])]))).toMatchObject({
    cell: { code: 'A' },
  })
})

test('what is wrong with a line is named', () => {
  const bow = [square[0], square[2], square[1], square[3], square[0]]
  const cases: [string, string][] = [
    ['{"type":', '(row)'],
    ['[]', '(row)'],
    [line([square], { ordinal: -1 }), 'properties.ordinal'],
    [line([square], { peopleDay: 1.5 }), 'properties.peopleDay'],
    [line([square], { code: 'a\0' }), 'properties.code'],
    [
      JSON.stringify({ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [1, 2] } }),
      'geometry.type',
    ],
    [line([bow]), 'geometry'],
    [line([square.slice(0, -1)]), 'geometry'],
    [line([[[200, 30], ...square.slice(1, -1), [200, 30]]]), 'geometry'],
  ]
  for (const [text, path] of cases) {
    const found = read(text)
    expect('problem' in found && found.problem.path, text).toBe(path)
  }
})

test('a ring that is plain is one that the full check finds valid', () => {
  const at = fc.integer({ min: 0, max: 60 })
  let plain = 0
  fc.assert(
    fc.property(
      fc.array(fc.tuple(at, at), { minLength: 4, maxLength: 9 }),
      fc.constantFrom(1, 40_000),
      (places, scale) => {
        const xy = Int32Array.from(places.flat(), value => value * scale)
        if (!isPlain({ xy, count: places.length })) return
        plain++
        const ring = places.map(([x, y]): [number, number] => [(x * scale) / 1e7, (y * scale) / 1e7])
        const polygon = {
          type: 'Polygon' as const,
          coordinates: [[...ring, ring[0] ?? [0, 0]] as [number, number][]],
        }
        expect(checkPolygon(polygon).valid, JSON.stringify(places)).toBe(true)
      },
    ),
    { numRuns: 20_000 },
  )
  expect(plain).toBeGreaterThan(300)
})
