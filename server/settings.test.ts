import { expect, test } from 'vitest'
import { readSettings } from './settings.ts'

test('serves on the loopback address with the demo town unless told otherwise', () => {
  const settings = readSettings({})
  expect(settings).toMatchObject({ host: '127.0.0.1', port: 8080, demo: true, databaseUrl: undefined })
  expect(readSettings({ SISETU_DEMO: '0', PORT: '0' })).toMatchObject({ demo: false, port: 0 })
})

test('an unknown name stops the start and names the nearest known one', () => {
  expect(() => readSettings({ SISETU_DTA: 'x' })).toThrow('SISETU_DATA')
  expect(() => readSettings({ SISETU_DEM: '0' })).toThrow('SISETU_DEMO')
})

test('a port that cannot be is named', () => {
  expect(() => readSettings({ PORT: 'eighty' })).toThrow('PORT')
})
