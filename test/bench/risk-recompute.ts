import { Cover } from '../../server/risk/cover.ts'
import { coverInto, nothingCovered } from '../../server/risk/covered.ts'
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

export const mean = (values: number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)

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

/** The full sum of one map and of all three scales, by processor time. */
export function measureRecompute({ parts }: Made) {
  const terms = { cells: parts.cells, sources: parts.sources, rules: rulesOf(noRows, parts.sources.kinds) }
  const one = () => cpuSeconds(() => sumChannels(terms, mainChannels.slice(0, 1)))
  const three = () => cpuSeconds(() => sumChannels(terms, mainChannels))
  return {
    oneScaleSeconds: median(Array.from({ length: rounds }, one)),
    threeScalesSeconds: median(Array.from({ length: rounds }, three)),
  }
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
