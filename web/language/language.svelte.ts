import { createContext } from 'svelte'
import type { LngLat } from '../../server/region/place.ts'
import {
  formatAgo,
  formatArea,
  formatClock,
  formatDate,
  formatDateTime,
  formatDistance,
  formatDuration,
  formatLngLat,
  formatMinutes,
  formatNumber,
  formatTime,
  formatWeekday,
  type Instant,
  type LanguageCode,
} from './format.ts'
import { en, type Words, zh } from './words.ts'

const key = 'sisetu.language'
const tables: Record<LanguageCode, Words> = { zh, en }

/** The words and formats of the language people chose; everything read from it follows a change of language. */
export class Language {
  #code = $state<LanguageCode>('zh')

  constructor(stored: string | null = localStorage.getItem(key)) {
    if (stored === 'en') this.#code = 'en'
  }

  get code() {
    return this.#code
  }

  get tag() {
    return this.#code === 'zh' ? 'zh-CN' : 'en'
  }

  get t(): Words {
    return tables[this.#code]
  }

  choose(code: LanguageCode) {
    this.#code = code
    localStorage.setItem(key, code)
  }

  time = (at: Instant) => formatTime(at)
  clockTime = (at: Instant) => formatClock(at)
  date = (at: Instant) => formatDate(at)
  dateTime = (at: Instant) => formatDateTime(at)
  weekday = (at: Instant) => formatWeekday(this.#code, at)
  duration = (seconds: number) => formatDuration(this.#code, seconds)
  minutes = (seconds: number) => formatMinutes(seconds)
  ago = (at: Instant, now: Instant) => formatAgo(this.#code, at, now)
  number = (value: number, digits = 0) => formatNumber(value, digits)
  distance = (meters: number) => formatDistance(meters)
  area = (squareMeters: number) => formatArea(squareMeters)
  lngLat = (at: LngLat, digits = 4) => formatLngLat(at, digits)

  /** A name kept in both languages; the other language stands in for a missing one. */
  name = (both: { zh?: string | undefined; en?: string | undefined }) =>
    both[this.#code] || both.zh || both.en || ''
}

export const [useLanguage, provideLanguage] = createContext<Language>()
