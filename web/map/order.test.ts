import { ScatterplotLayer } from '@deck.gl/layers'
import { expect, it } from 'vitest'
import { map as zh } from '../language/zh/map.ts'
import { LOWEST_LABEL } from './label-style.ts'
import { beforeIdOf, inOrder, ORDER, rankOf } from './order.ts'
import { LOWEST_ROAD } from './road-style.ts'

const layer = (id: string) => new ScatterplotLayer({ id, data: [] })

it('sorts layers by the list, whatever came first', () => {
  const ids = inOrder(['incidents', 'routes/core', 'risk-cells/3', 'routes-rejected'].map(layer)).map(
    each => each.id,
  )
  expect(ids).toEqual(['risk-cells/3', 'routes-rejected', 'routes/core', 'incidents'])
})

it('keeps the order an owner gave to parts of one layer', () => {
  const ids = inOrder(['routes/casing', 'routes/core'].map(layer)).map(each => each.id)
  expect(ids).toEqual(['routes/casing', 'routes/core'])
})

it('throws on a layer that is not listed', () => {
  expect(() => inOrder([layer('teams')])).toThrow('"teams" is not in the order')
  expect(() => rankOf('risk-cells-2')).toThrow()
})

it('puts cells below streets, lines below names, symbols on top, and none in a fight over depth', () => {
  expect(beforeIdOf('risk-cells/1')).toBe(LOWEST_ROAD)
  expect(beforeIdOf('zones/edge')).toBe(LOWEST_LABEL)
  expect(beforeIdOf('incidents')).toBeUndefined()
  for (const each of inOrder(ORDER.map(({ id }) => layer(id)))) {
    expect(each.props.parameters).toEqual({ depthCompare: 'always', depthWriteEnabled: false })
  }
})

it('goes up slot by slot, so that the list is what one sees', () => {
  const slots = ORDER.map(({ slot }) => ['under-roads', 'under-labels', 'top'].indexOf(slot))
  expect(slots).toEqual(slots.toSorted((a, b) => a - b))
})

it('has a name for every layer', () => {
  expect(Object.keys(zh.layers).sort()).toEqual(ORDER.map(({ id }) => id as string).sort())
})
