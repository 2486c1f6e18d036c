import type { Both, LngLat } from '../../region/place.ts'
import { plainText, withoutThousands } from '../../sheet/rules/plain-text.ts'
import { fault, openTable, type TableFault } from '../../sheet/table.ts'
import { HazardInput } from '../hazard.ts'
import { defaultReachMeters } from './default-reach.ts'
import { codeOf, nearestWords } from './nearest-words.ts'
import { domainWords, kindWords, wordsOf } from './words.ts'

const mostReachMeters = 50_000
const mostRows = 5000
/** Less than this apart in both directions, about 10 m, is the same place. */
const samePlaceDegrees = 0.0001

const columns = {
  name: ['名称', '风险源', '风险源名称', 'name'],
  nameEn: ['英文名称', '英文名', 'englishname', 'nameen'],
  domain: ['领域', 'domain'],
  kind: ['类别', '类型', '风险源类别', 'kind', 'type'],
  lng: ['经度', 'lng', 'lon', 'longitude'],
  lat: ['纬度', 'lat', 'latitude'],
  reach: ['影响半径', '影响范围', '影响半径米', 'reach', 'reachmetres', 'reachmeters', 'radius'],
  owner: ['责任单位', '单位', 'owner'],
  contact: ['联系电话', '联系方式', '电话', 'contact', 'phone'],
} as const
type Column = keyof typeof columns

export interface TableSource {
  row: number
  input: HazardInput
  /** Whether the table left the reach open. */
  isReachOpen: boolean
}

export interface ReadSources {
  /** Rows below the head. */
  count: number
  sources: TableSource[]
  faults: TableFault[]
}

/** Reads a table of hazard sources; every cell that does not stand is named. What is no such table is one fault. */
export function readHazardTable(text: string): ReadSources | { fault: TableFault } {
  const needed: Column[] = ['name', 'domain', 'kind', 'lng', 'lat']
  const table = openTable(text, { columns, needed, mostRows })
  if ('fault' in table) return table
  const read: ReadSources = { count: table.rows.length, sources: [], faults: [] }
  const earlier = new Twins<TableSource>()
  for (const row of table.rows) {
    const faults: TableFault[] = []
    const source = readSource({
      cell: column => table.cell(row, column),
      refuse: (column, zh, en) => void faults.push(fault(row.at, column, zh, en)),
    })
    read.faults.push(...faults)
    if (faults.length > 0) continue
    const input = HazardInput.parse(source)
    const twin = earlier.find(input)
    if (twin) read.faults.push(twinInTable(row.at, twin.row))
    else {
      const kept = { row: row.at, input, isReachOpen: table.cell(row, 'reach') === '' }
      earlier.add(input, kept)
      read.sources.push(kept)
    }
  }
  return read
}

const twinInTable = (row: number, first: number) =>
  fault(
    row,
    'name',
    `与第 ${first} 行名称、位置相同，请删去其中一行`,
    `Same name and place as row ${first}; take one of them out`,
  )

/** Finds what bears the same name at the same place. */
export class Twins<Kept> {
  readonly #byName = new Map<string, { lngLat: LngLat; kept: Kept }[]>()

  add({ name, lngLat }: Pick<HazardInput, 'name' | 'lngLat'>, kept: Kept): void {
    const key = sameName(name)
    const named = this.#byName.get(key)
    if (named) named.push({ lngLat, kept })
    else this.#byName.set(key, [{ lngLat, kept }])
  }

  find({ name, lngLat: [lng, lat] }: Pick<HazardInput, 'name' | 'lngLat'>): Kept | undefined {
    const near = (a: number, b: number) => Math.abs(a - b) < samePlaceDegrees
    const named = this.#byName.get(sameName(name)) ?? []
    return named.find(({ lngLat }) => near(lngLat[0], lng) && near(lngLat[1], lat))?.kept
  }
}

const sameName = (name: string) => plainText(name).toLowerCase().replace(/\s/g, '')

interface Reading {
  cell: (column: Column) => string
  refuse: (column: Column, zh: string, en: string) => undefined
}

/** The cells as a source, undefined where one was refused. */
const readSource = (reading: Reading) => ({
  name: readText(reading, 'name', { most: 120, label: { zh: '名称', en: 'name' }, isNeeded: true }),
  nameEn: readText(reading, 'nameEn', { most: 160, label: { zh: '英文名称', en: 'English name' } }),
  domain: readDomain(reading),
  kind: readKind(reading),
  lngLat: [
    readDegrees(reading, 'lng', { most: 180, label: { zh: '经度', en: 'longitude' } }),
    readDegrees(reading, 'lat', { most: 90, label: { zh: '纬度', en: 'latitude' } }),
  ],
  reachMeters: readReach(reading),
  owner: readText(reading, 'owner', { most: 120, label: { zh: '责任单位', en: 'owner' } }),
  contact: readText(reading, 'contact', { most: 120, label: { zh: '联系电话', en: 'contact' } }),
})

function readText(
  { cell, refuse }: Reading,
  column: Column,
  { most, label, isNeeded = false }: { most: number; label: Both; isNeeded?: boolean },
): string | undefined {
  const text = cell(column)
  if (text === '' && isNeeded)
    return refuse(column, `没有写${label.zh}，请补上`, `The ${label.en} is missing; write it`)
  if (text.length > most)
    return refuse(
      column,
      `${label.zh}超过 ${most} 个字，请缩短`,
      `The ${label.en} is longer than ${most} characters; shorten it`,
    )
  return text
}

function readDomain({ cell, refuse }: Reading) {
  const text = cell('domain')
  const domain = codeOf(text, domainWords)
  if (domain) return domain
  const zh = Object.values(wordsOf(domainWords, 'zh')).join('、')
  const en = Object.values(wordsOf(domainWords, 'en')).join(', ')
  return text === ''
    ? refuse('domain', `没有写领域，请填其一：${zh}`, `The domain is missing; write one of: ${en}`)
    : refuse(
        'domain',
        `没有「${text}」这个领域，请填其一：${zh}`,
        `There is no domain “${text}”; write one of: ${en}`,
      )
}

function readKind({ cell, refuse }: Reading) {
  const text = cell('kind')
  const kind = codeOf(text, kindWords)
  if (kind) return kind
  if (text === '')
    return refuse(
      'kind',
      '没有写类别，如：储罐区、加油站；都不合适时填「其他」',
      'The kind is missing, for example Tank farm or Fuel station; write “Other” where none fits',
    )
  const near = nearestWords(text, kindWords)
  return refuse(
    'kind',
    `没有「${text}」这个类别，${near.zh === '' ? '' : `相近的有：${near.zh}；`}都不合适时填「其他」`,
    `There is no kind “${text}”; ${near.en === '' ? '' : `nearest: ${near.en}; `}write “Other” where none fits`,
  )
}

const numberIn = (text: string) => (/^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined)

function readDegrees(
  { cell, refuse }: Reading,
  column: 'lng' | 'lat',
  { most, label }: { most: number; label: Both },
): number | undefined {
  const text = cell(column)
  if (text === '')
    return refuse(
      column,
      `没有写${label.zh}，请填 WGS 84 的十进制度数`,
      `The ${label.en} is missing; write degrees in WGS 84 with decimals`,
    )
  const degrees = numberIn(plainText(text).replace(/\s*°$/, ''))
  if (degrees === undefined)
    return refuse(
      column,
      `${label.zh}「${text}」不是数字，请填十进制度数，不用度分秒`,
      `The ${label.en} “${text}” is no number; write degrees with decimals, not minutes and seconds`,
    )
  if (Math.abs(degrees) > most)
    return refuse(
      column,
      `${label.zh}「${text}」超出 -${most} 至 ${most}，请核对经纬度是否写反`,
      `The ${label.en} “${text}” is not within -${most} to ${most}; look whether longitude and latitude are exchanged`,
    )
  return degrees
}

function readReach({ cell, refuse }: Reading): number | undefined {
  const text = cell('reach')
  if (text === '') return defaultReachMeters
  const meters = numberIn(withoutThousands(plainText(text).replace(/\s*(米|m|metres?|meters?)$/i, '')))
  if (meters === undefined)
    return refuse(
      'reach',
      `影响半径「${text}」不是数字，请填米数`,
      `The reach “${text}” is no number; write it in metres`,
    )
  if (meters < 0 || meters > mostReachMeters)
    return refuse(
      'reach',
      `影响半径「${text}」超出 0 至 ${mostReachMeters} 米，请改正`,
      `The reach “${text}” is not within 0 to ${mostReachMeters} metres; mend it`,
    )
  return meters
}
