/** The days of a posting; one that never began ends the day before its first. */
export interface Days {
  fromOn: string
  /** The last day; null as long as no end is set. */
  toOn: string | null
}

const endless = '9999-12-31'

export const lastDay = ({ toOn }: Pick<Days, 'toOn'>): string => toOn ?? endless

/** Whether it counts on no day at all: its member left, or its grid went, before it was to begin. */
export const neverBegan = (days: Days): boolean => lastDay(days) < days.fromOn

/** Whether two postings share a day. */
export const overlap = (a: Days, b: Days): boolean =>
  !neverBegan(a) && !neverBegan(b) && a.fromOn <= lastDay(b) && b.fromOn <= lastDay(a)
