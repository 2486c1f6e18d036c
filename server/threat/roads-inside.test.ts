import { expect, test } from 'vitest'
import { DrawnTown } from '../road/field/drawn-town.ts'
import { makeGraph } from '../road/field/make-graph.ts'
import { lengthsIn } from './roads-inside.ts'
import { circle, drawn } from './rules/plane.ts'

const town = new DrawnTown()
  .place('west', -1000, 0)
  .place('middle', 0, 0)
  .place('east', 1000, 0)
  .place('north', 0, 100)
  .street('west middle east', { highway: 'primary' })
  .street('middle north', { highway: 'residential' })
const graph = makeGraph(town.extract())
const round = (radius: number) => drawn(town.at('middle'), circle(radius))

test('metres of road inside each ring by class, each street once', () => {
  const [wide, narrow] = lengthsIn(graph, [round(500), round(50)])
  const of = (found: typeof wide, roadClass: string) =>
    found?.roads.find(each => each.roadClass === roadClass)?.meters ?? 0
  expect(Math.abs(of(wide, 'primary') - 1000)).toBeLessThan(6)
  expect(Math.abs(of(wide, 'residential') - 100)).toBeLessThan(2)
  expect(Math.abs(of(narrow, 'primary') - 100)).toBeLessThan(2)
  expect(Math.abs(of(narrow, 'residential') - 50)).toBeLessThan(2)
  expect(wide?.roadMeters).toBe(of(wide, 'primary') + of(wide, 'residential'))
})

test('no roads, no metres', () => {
  const far = drawn([10, 10], circle(500))
  expect(lengthsIn(graph, [far])).toEqual([{ roads: [], roadMeters: 0 }])
})
