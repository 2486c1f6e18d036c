import type { CellOutlines } from '../../server/risk/cells.ts'
import { OutlineWriter } from '../../server/risk/outlines.ts'
import { domains, type RiskLevel } from '../../server/risk/risk.ts'
import { highestSeverity, leastSeverity } from '../../server/risk/rules/severity.ts'
import type { FieldSource } from '../../server/risk/sources.ts'
import { cellFacts, type MillionCells, type MillionSources } from './million.ts'

/** The generated cells as the field holds them. */
export function millionOutlines({ count, start, xy }: MillionCells): CellOutlines {
  const writer = new OutlineWriter({ size: count, vertices: (start[count] ?? 0) + count })
  for (let cell = 0; cell < count; cell++) {
    const { peopleDay, peopleNight } = cellFacts(cell)
    writer.begin(cell, Math.max(peopleDay, peopleNight))
    const [first, end] = [start[cell] ?? 0, start[cell + 1] ?? 0]
    const put = (vertex: number) => writer.put((xy[vertex * 2] ?? 0) / 1e7, (xy[vertex * 2 + 1] ?? 0) / 1e7)
    for (let vertex = first; vertex < end; vertex++) put(vertex)
    put(first)
  }
  return writer.end()
}

/** A generated source with a severity somewhere within its level. */
export function millionSource(sources: MillionSources, i: number): FieldSource {
  const within = (level: number) => (level === 0 ? -1 : leastSeverity(levelOf(level)) + ((i * 7919) % 1000))
  const [inherent, residual] = [within(sources.inherent[i] ?? 0), within(sources.residual[i] ?? 0)]
  return {
    id: i + 1,
    lngLat: [sources.lng[i] ?? 0, sources.lat[i] ?? 0],
    area: null,
    reachMeters: sources.reachMeters[i] ?? 0,
    domain: domains[i % 4] ?? 'natural',
    kind: 'works',
    severities: { inherent, residual, live: raisedBy(residual < 0 ? inherent : residual, i) },
  }
}

/** One source in fifty has an open hidden danger: a level worse than it stands, at most the worst there is. */
const raisedBy = (standing: number, i: number): number =>
  standing < 0 || i % 50 !== 0 ? standing : Math.min(highestSeverity, standing + 1000)

const levelOf = (value: number): RiskLevel => (value === 1 || value === 2 || value === 3 ? value : 4)
