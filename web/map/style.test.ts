import { expect, it } from 'vitest'
import { LOWEST_LABEL } from './label-style.ts'
import { LOWEST_ROAD } from './road-style.ts'
import { mapStyle } from './style.ts'

const style = (theme: 'dark' | 'light', language: 'zh' | 'en') =>
  mapStyle({
    theme,
    language,
    tilesUrl: 'http://127.0.0.1:8080/tiles/base.pmtiles?town=1',
    fontFaces: undefined,
  })

it('asks nobody outside: no glyphs, no sprite, no address but the town’s own tiles', () => {
  for (const theme of ['dark', 'light'] as const) {
    const made = style(theme, 'zh')
    expect(made.glyphs).toBeUndefined()
    expect(made.sprite).toBeUndefined()
    const addresses = JSON.stringify(made).match(/\w+:\/\/[^"]+/g)
    expect(addresses).toEqual(['pmtiles://http://127.0.0.1:8080/tiles/base.pmtiles?town=1'])
  }
})

it('keeps the same layers in the same order in every theme and language', () => {
  const ids = (made: ReturnType<typeof style>) => made.layers.map(layer => layer.id)
  const first = ids(style('dark', 'zh'))
  expect(ids(style('light', 'zh'))).toEqual(first)
  expect(ids(style('dark', 'en'))).toEqual(first)
  expect(new Set(first).size).toBe(first.length)
})

it('has our places: below the roads, below the names, and symbols that names give way to', () => {
  const ids = style('dark', 'zh').layers.map(layer => layer.id)
  const road = ids.indexOf(LOWEST_ROAD)
  const label = ids.indexOf(LOWEST_LABEL)
  expect(ids.slice(0, road)).toEqual(['background', 'land', 'water', 'waterway', 'building'])
  expect(ids.slice(road, label)).toContain('road')
  expect(ids.slice(label).filter(id => /road|bridge|rail/.test(id))).toEqual([])
  expect(ids.at(-1)).toBe('room')
})

it('names things in the language of the screen, the other where one is missing', () => {
  const text = (language: 'zh' | 'en') => {
    const layer = style('dark', language).layers.find(each => each.id === 'place-name')
    return layer?.type === 'symbol' ? layer.layout?.['text-field'] : undefined
  }
  expect(text('zh')).toEqual(['coalesce', ['get', 'name'], ['get', 'nameEn'], ''])
  expect(text('en')).toEqual(['coalesce', ['get', 'nameEn'], ['get', 'name'], ''])
})

it('makes a style without a town', () => {
  const made = mapStyle({ theme: 'light', language: 'en', tilesUrl: undefined, fontFaces: undefined })
  expect(JSON.stringify(made)).not.toContain('pmtiles')
})
