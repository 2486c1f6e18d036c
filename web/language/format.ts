import type { LngLat } from '../../server/region/place.ts'

export type LanguageCode = 'zh' | 'en'

/** The administration's clock: UTC+8 wherever the screen stands. */
const zone = 'Asia/Shanghai'
const blank = '—'

const part = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, hourCycle: 'h23', ...options })

const dayFormat = part({ year: 'numeric', month: '2-digit', day: '2-digit' })
const secondFormat = part({ hour: '2-digit', minute: '2-digit', second: '2-digit' })
const minuteFormat = part({ hour: '2-digit', minute: '2-digit' })
const weekdays: Record<LanguageCode, Intl.DateTimeFormat> = {
  zh: new Intl.DateTimeFormat('zh-CN', { timeZone: zone, weekday: 'short' }),
  en: new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short' }),
}

export type Instant = string | number | Date

const readable = (at: Instant, format: Intl.DateTimeFormat) => {
  const date = new Date(at)
  return Number.isNaN(date.getTime()) ? blank : format.format(date)
}

/** 14:07:32, at UTC+8. */
export const formatTime = (at: Instant) => readable(at, secondFormat)
/** 14:07, at UTC+8. */
export const formatClock = (at: Instant) => readable(at, minuteFormat)
/** 2026-03-12, at UTC+8. */
export const formatDate = (at: Instant) => readable(at, dayFormat)
export const formatDateTime = (at: Instant) =>
  Number.isNaN(new Date(at).getTime()) ? blank : `${formatDate(at)} ${formatClock(at)}`
export const formatWeekday = (language: LanguageCode, at: Instant) => readable(at, weekdays[language])

const units: Record<LanguageCode, [day: string, hour: string, minute: string, second: string]> = {
  zh: ['天', '小时', '分', '秒'],
  en: ['d', 'h', 'min', 's'],
}

/** 4 分 50 秒 / 4 min 50 s; from an hour up the seconds go, from a day up the minutes go. */
export const formatDuration = (language: LanguageCode, seconds: number) => {
  if (!Number.isFinite(seconds)) return blank
  const whole = Math.round(Math.abs(seconds))
  const values = [
    Math.floor(whole / 86_400),
    Math.floor(whole / 3600) % 24,
    Math.floor(whole / 60) % 60,
    whole % 60,
  ]
  const first = values.findIndex(value => value > 0)
  if (first < 0) return `0 ${units[language][3]}`
  const shown = values
    .map((value, place) => ({ value, place }))
    .filter(({ value, place }) => value > 0 && place >= first && place <= first + 1)
  const text = shown.map(({ value, place }) => `${value} ${units[language][place]}`).join(' ')
  return seconds < 0 ? `−${text}` : text
}

/** 4:50, or 1:04:50 from an hour up. */
export const formatMinutes = (seconds: number) => {
  if (!Number.isFinite(seconds)) return blank
  const whole = Math.round(Math.abs(seconds))
  const pair = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor(whole / 60) % 60
  const head = hours > 0 ? `${hours}:${pair(minutes)}` : String(minutes)
  return `${seconds < 0 && whole > 0 ? '−' : ''}${head}:${pair(whole % 60)}`
}

/** How long ago, in the largest fitting unit: 刚刚, 6 秒前, 3 days ago. */
export const formatAgo = (language: LanguageCode, at: Instant, now: Instant) => {
  const seconds = Math.round((new Date(now).getTime() - new Date(at).getTime()) / 1000)
  if (!Number.isFinite(seconds)) return blank
  if (seconds < 3) return language === 'zh' ? '刚刚' : 'just now'
  const sizes = [86_400, 3600, 60, 1]
  const place = sizes.findIndex(size => seconds >= size)
  const count = Math.floor(seconds / (sizes[place] ?? 1))
  const unit = units[language][place] ?? ''
  if (language === 'zh') return `${count} ${unit === '分' ? '分钟' : unit}前`
  return `${count} ${unit} ago`
}

const grouped = new Map<number, Intl.NumberFormat>()
/** 1,846; `digits` is the largest number of decimals. */
export const formatNumber = (value: number, digits = 0) => {
  if (!Number.isFinite(value)) return blank
  const format = grouped.get(digits) ?? new Intl.NumberFormat('en-US', { maximumFractionDigits: digits })
  grouped.set(digits, format)
  return format.format(value)
}

/** 260 m, 2.9 km, 18 km. */
export const formatDistance = (meters: number) => {
  if (!Number.isFinite(meters)) return blank
  if (meters < 1000) return `${Math.round(meters)} m`
  return meters < 10_000 ? `${(meters / 1000).toFixed(1)} km` : `${formatNumber(meters / 1000)} km`
}

/** 0.35 ha, 1.00 ha, 2.4 km². */
export const formatArea = (squareMeters: number) => {
  if (!Number.isFinite(squareMeters)) return blank
  if (squareMeters < 1000) return `${Math.round(squareMeters)} m²`
  if (squareMeters < 1_000_000) return `${(squareMeters / 10_000).toFixed(2)} ha`
  return `${formatNumber(squareMeters / 1_000_000, 1)} km²`
}

/** WGS 84 longitude, latitude: 121.9214, 30.8931. */
export const formatLngLat = ([lng, lat]: LngLat, digits = 4) =>
  `${lng.toFixed(digits)}, ${lat.toFixed(digits)}`
