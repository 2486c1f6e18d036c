import { expect, it } from 'vitest'
import { anExtract } from './extract-builder.ts'
import { placesOf } from './places.ts'

it('lists streets once, places, points of interest and named buildings', () => {
  const places = placesOf(
    anExtract()
      .line(
        1,
        [
          [118, 28],
          [118.001, 28],
        ],
        { highway: 'primary', name: '解放路', 'name:en': 'Jiefang Road' },
      )
      .line(
        2,
        [
          [118.001, 28],
          [118.002, 28],
          [118.003, 28],
        ],
        { highway: 'primary', name: '解放路', 'name:en': 'Jiefang Road' },
      )
      .node(3, [118, 28.01], { amenity: 'hospital', name: 'Renmin Hospital', 'name:zh': '人民医院' })
      .node(4, [118, 28.02], { place: 'village', name: '花园村' })
      .line(
        5,
        [
          [118, 28],
          [118.01, 28],
          [118.01, 28.01],
          [118, 28],
        ],
        { building: 'yes', name: '财富大厦' },
      )
      .node(6, [118, 28.03], { highway: 'traffic_signals', name: '路口' })
      .build(),
  )
  const found = places.map(({ name, nameEn, kind }) => `${name}/${nameEn}/${kind}`).sort()
  expect(found).toEqual(
    [
      '人民医院/Renmin Hospital/hospital',
      '花园村//village',
      '解放路/Jiefang Road/street',
      '财富大厦//building',
    ].sort(),
  )
  expect(places.find(place => place.kind === 'street')?.lngLat).toEqual([118.002, 28])
})
