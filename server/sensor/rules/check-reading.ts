import type { ReadingRow } from '../sensor.ts'

export interface GoodReading {
  row: number
  sensor: string
  at: Date
  value: number
}

export interface BadReading {
  row: number
  message: { zh: string; en: string }
}

// Clocks of devices run a little ahead; more than this is a wrong clock, not a reading.
export const aheadSeconds = 60

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/

/** Sorts the lines of a batch into what can be taken and what cannot, each bad one by its line number from 1. */
export function checkReadings(
  rows: readonly ReadingRow[],
  { known, now }: { known: ReadonlySet<string>; now: Date },
): { good: GoodReading[]; bad: BadReading[] } {
  const good: GoodReading[] = []
  const bad: BadReading[] = []
  for (const [i, { sensor, at, value }] of rows.entries()) {
    const row = i + 1
    const number = numberOf(value)
    const moment = instant.test(at) ? new Date(at) : new Date(Number.NaN)
    const message = !known.has(sensor)
      ? { zh: `没有传感器“${sensor}”`, en: `There is no sensor “${sensor}”` }
      : number === null
        ? { zh: `读数“${value}”不是数`, en: `The value “${value}” is not a number` }
        : Number.isNaN(moment.getTime())
          ? { zh: `时间“${at}”不是带时区的时刻`, en: `The time “${at}” is not an instant with its zone` }
          : moment.getTime() > now.getTime() + aheadSeconds * 1000
            ? { zh: `时间“${at}”在将来`, en: `The time “${at}” is in the future` }
            : null
    if (message)
      bad.push({ row, message: { zh: `第 ${row} 行：${message.zh}`, en: `Row ${row}: ${message.en}` } })
    else good.push({ row, sensor, at: moment, value: number ?? 0 })
  }
  return { good, bad }
}

function numberOf(value: ReadingRow['value']): number | null {
  const number =
    typeof value === 'string' && /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value.trim())
      ? Number(value)
      : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}
