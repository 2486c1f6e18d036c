import { Cover, coverInto, nothingCovered } from '../../server/risk/cover.ts'
import { RiskField } from '../../server/risk/field.ts'
import { buildParts, type FieldParts, mainChannels } from '../../server/risk/parts.ts'
import { noDecay } from '../../server/risk/rules/decay.ts'
import { noRows, rulesOf } from '../../server/risk/settings.ts'
import { type FieldSource, tableOf } from '../../server/risk/sources.ts'
import { sumChannels } from '../../server/risk/sum.ts'
import { makeCells, makeSources } from './million.ts'
import { millionOutlines, millionSource } from './risk-sources.ts'

const rounds = 5

/** Seconds of processor time of this process that some work takes. */
export function cpuSeconds(work: () => unknown): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

export const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

export interface Made {
  parts: FieldParts
  list: FieldSource[]
  buildSeconds: number
}

/** A field of that many generated cells and a tenth as many sources. */
export function makeField(count: number): Made {
  const outlines = millionOutlines(makeCells(count))
  const generated = makeSources(Math.ceil(count / 10), count)
  const list = Array.from({ length: generated.count }, (_, i) => millionSource(generated, i))
  const sources = tableOf(list)
  let parts: FieldParts | undefined
  const buildSeconds = cpuSeconds(() => {
    parts = buildParts({ outlines, sources, rows: noRows })
  })
  if (!parts) throw new Error('nothing was built')
  return { parts, list, buildSeconds }
}

/** The full sum: of the one map that the peer makes, and of all three scales. */
export function measureRecompute({ parts }: Made) {
  const terms = { cells: parts.cells, sources: parts.sources, rules: rulesOf(noRows, parts.sources.kinds) }
  const one = Array.from({ length: rounds }, () =>
    cpuSeconds(() => sumChannels(terms, mainChannels.slice(0, 1))),
  )
  const three = Array.from({ length: rounds }, () => cpuSeconds(() => sumChannels(terms, mainChannels)))
  return { fullSeconds: median(one), threeScalesSeconds: median(three) }
}

/** How many cells all sources cover, by the exact rule, and what looking at every pair costs. */
export function measurePairs({ parts }: Made) {
  const { cells, sources } = parts
  const [into, cover] = [nothingCovered(), new Cover(cells, sources)]
  let pairs = 0
  const everyPairSeconds = cpuSeconds(() => {
    for (let slot = 0; slot < sources.length; slot++) {
      coverInto(into, { cells, cover, slot, steps: noDecay })
      pairs += into.length
    }
  })
  return { pairs, everyPairSeconds }
}

/** Microseconds of processor time a change of one source takes in memory, on all three scales: edited, moved, deleted. */
export function measureEdits({ parts, list }: Made, changes: number) {
  const field = new RiskField(1, { parts })
  const pick = (i: number) => list[(i * 7919 + 13) % list.length]
  const edited = (source: FieldSource, i: number): FieldSource => {
    // Another source's judgement: the shares of the levels stay as they are.
    const severities = pick(i * 31 + 7)?.severities ?? source.severities
    return { ...source, severities }
  }
  const moved = (source: FieldSource, i: number): FieldSource => ({
    ...source,
    lngLat: [source.lngLat[0] + ((i % 7) - 3) / 1000, source.lngLat[1] + ((i % 5) - 2) / 1000],
  })
  const each = (work: (source: FieldSource, i: number) => FieldSource | null) => {
    const seconds = cpuSeconds(() => {
      for (let i = 0; i < changes; i++) {
        const source = pick(i)
        if (source) field.changeSource(source.id, work(source, i))
      }
    })
    return (seconds / changes) * 1e6
  }
  for (const work of [edited, moved]) each(work)
  const editMicroseconds = each(edited)
  const moveMicroseconds = each(moved)
  const deleteMicroseconds = each(() => null)
  return { editMicroseconds, moveMicroseconds, deleteMicroseconds, fieldMemoryMb: field.bytes / 2 ** 20 }
}
