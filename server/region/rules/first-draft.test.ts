import { expect, test } from 'vitest'
import { capacityOf, suggest } from './first-draft.ts'

const kinds = (tags: Record<string, string>) =>
  suggest(tags).map(
    ({ gives, tag }) => `${gives.register}:${'kind' in gives ? gives.kind : gives.skills.join()}:${tag}`,
  )

test('a school is a shelter and a key target, and says by which tag', () => {
  expect(kinds({ amenity: 'school', name: '第一中学' })).toEqual([
    'shelter:school:amenity=school',
    'target:school:amenity=school',
  ])
})

test('a works whose name says chemistry becomes a chemical plant with a longer reach', () => {
  const [drafted] = suggest({ man_made: 'works', name: '贵溪化工厂' })
  expect(drafted?.gives).toMatchObject({ register: 'hazard', kind: 'chemical-plant', reachMeters: 500 })
  expect(suggest({ man_made: 'works', name: '纺织厂' })[0]?.gives).toMatchObject({ kind: 'works' })
})

test('only bridges that carry a through road or a railway are key targets', () => {
  expect(kinds({ highway: 'primary', bridge: 'yes' })).toEqual(['target:bridge:bridge=yes'])
  expect(kinds({ highway: 'footway', bridge: 'yes' })).toEqual([])
  expect(kinds({ highway: 'primary', bridge: 'no' })).toEqual([])
})

test('one register gets one suggestion, the more telling tag first', () => {
  expect(kinds({ landuse: 'industrial', industrial: 'oil' })).toEqual(['hazard:tank-farm:industrial=oil'])
})

test('capacity comes from the usable share of the area', () => {
  expect(capacityOf(3000, 0.5)).toEqual({ day: 1000, night: 428 })
  expect(capacityOf(0, 0.5)).toEqual({ day: 0, night: 0 })
})
