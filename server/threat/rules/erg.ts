import {
  type ErgContainer,
  ergContainers,
  ergFarthestMeters,
  ergGuides,
  ergTable1,
  ergTable3,
} from './erg-table.ts'

export interface ErgQuestion {
  un: number
  spill: 'small' | 'large'
  night: boolean
  windKmh: number
  /** Where table 3 holds; without one the largest distances of the substance count. */
  container: ErgContainer | null
  fire: boolean
}

export interface Isolation {
  /** Circle round the source, in metres. */
  isolationMeters: number
  /** Side of the downwind square, in metres; null where only a circle is told. */
  protectiveMeters: number | null
  /** The table ends here: it means this or more. */
  orMore: boolean
  table: 'table-1' | 'table-3' | 'orange-guide'
}

// ERG, Table 3: wind of exactly 10 or 20 km/h is moderate.
export const windBandOf = (kmh: number): 0 | 1 | 2 => (kmh < 10 ? 0 : kmh <= 20 ? 1 : 2)

/** Containers that table 3 tells distances for. */
export const containersOf = (un: number): ErgContainer[] =>
  ergTable3.filter(row => row.un === un).map(row => row.container)

/** Whether the guide has an entry for a UN number: table 1, or an orange guide. */
export const isInErg = (un: number): boolean =>
  ergTable1.some(row => row.un === un) || ergGuides.some(row => row.un === un)

/** The distances the guide tells, or null where it has no entry. ERG, Tables 1 and 3. */
export function isolationOf(question: ErgQuestion): Isolation | null {
  const { un, spill, night } = question
  const rows = ergTable1.filter(row => row.un === un)
  if (rows.length === 0) return guided(question)
  if (spill === 'large' && rows.some(row => row.large === null)) return fromTable3(question)
  const distances = rows.flatMap(row => (spill === 'small' ? [row.small] : row.large ? [row.large] : []))
  // One number may stand for several names: the largest distances count.
  const isolation = Math.max(...distances.map(([each]) => each))
  const protective = Math.max(...distances.map(([, day, dark]) => (night ? dark : day)))
  return told(isolation, protective, 'table-1')
}

function fromTable3({ un, night, windKmh, container }: ErgQuestion): Isolation | null {
  const all = ergTable3.filter(row => row.un === un)
  const rows = container === null ? all : all.filter(row => row.container === container)
  if (rows.length === 0) return null
  const band = windBandOf(windKmh)
  const isolation = Math.max(...rows.map(row => row.isolation))
  return told(isolation, Math.max(...rows.map(row => (night ? row.night : row.day)[band])), 'table-3')
}

function guided({ un, spill, fire }: ErgQuestion): Isolation | null {
  const row = ergGuides.find(each => each.un === un)
  if (!row) return null
  const isolationMeters = Math.max(spill === 'small' ? row.small : row.large, fire ? row.fire : 0)
  return { isolationMeters, protectiveMeters: null, orMore: false, table: 'orange-guide' }
}

const told = (isolationMeters: number, protectiveMeters: number, table: Isolation['table']): Isolation => ({
  isolationMeters,
  protectiveMeters,
  orMore: protectiveMeters >= ergFarthestMeters,
  table,
})

/** `11+ km` where the table ends. */
export const distanceText = ({ protectiveMeters, orMore }: Isolation): string =>
  protectiveMeters === null ? '' : orMore ? '11+ km' : `${protectiveMeters / 1000} km`

/** Square metres of the isolation circle together with the downwind square, while the circle is no wider. */
export const coveredSquareMeters = ({ isolationMeters: r, protectiveMeters: side }: Isolation): number =>
  side === null ? Math.PI * r * r : side * side + (Math.PI * r * r) / 2

/** The name of a container in both languages. ERG, Table 3 */
export const containerName = (container: ErgContainer) => ergContainers[container]
