import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { RiskField } from '../../server/risk/field.ts'
import type { FieldSource } from '../../server/risk/sources.ts'
import { cpuSeconds, makeField, median } from './risk-recompute.ts'

/** One source going from what it was to what it is; null takes it out. */
export interface SourceChange {
  id: number
  old: FieldSource
  next: FieldSource | null
}

/** So many sources edited, then moved, then deleted: each change begins where the one before left the source. */
export function changesOf(list: readonly FieldSource[], count: number) {
  const sources = Array.from({ length: count }, (_, i) => list[(i * 7919 + 13) % list.length]).filter(
    source => source !== undefined,
  )
  const edited = sources.map((source, i): FieldSource => {
    // Another source's judgement: the shares of the levels stay as they are.
    const severities = list[((i * 31 + 7) * 7919 + 13) % list.length]?.severities ?? source.severities
    return { ...source, severities }
  })
  const moved = edited.map((source, i): FieldSource => {
    const [lng, lat] = source.lngLat
    return { ...source, lngLat: [lng + ((i % 7) - 3) / 1000, lat + ((i % 5) - 2.5) / 1000] }
  })
  const steps = (from: FieldSource[], to: (FieldSource | null)[]): SourceChange[] =>
    from.map((old, i) => ({ id: old.id, old, next: to[i] ?? null }))
  return { edit: steps(sources, edited), move: steps(edited, moved), remove: steps(moved, []) }
}

// The engine compiles what runs often, on and on for the first rounds; a server has been up for longer than they take.
const editRounds = 9

/** Median of rounds, each the mean microseconds of processor time that a change takes in memory on all three scales. */
export function measureEdits(field: RiskField, list: readonly FieldSource[], count: number) {
  const changes = changesOf(list, count)
  const timed = (steps: readonly SourceChange[]) => {
    const seconds = cpuSeconds(() => {
      for (const { id, next } of steps) field.changeSource(id, next)
    })
    return (seconds / count) * 1e6
  }
  const times = Array.from({ length: editRounds }, () => {
    const round = { edit: timed(changes.edit), move: timed(changes.move), remove: timed(changes.remove) }
    // Every round begins with what the field held before the first.
    for (const { id, old } of changes.edit) field.changeSource(id, old)
    return round
  })
  return {
    editMicroseconds: median(times.map(({ edit }) => edit)),
    moveMicroseconds: median(times.map(({ move }) => move)),
    deleteMicroseconds: median(times.map(({ remove }) => remove)),
    fieldMemoryMb: field.bytes / 2 ** 20,
  }
}

type Edits = ReturnType<typeof measureEdits>

const own = fileURLToPath(import.meta.url)

/** `measureEdits` of a field of so many cells in a process that has nothing else, as a server that serves one county. */
export async function measureEditsAlone(cells: number): Promise<Edits> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', own, String(cells)])
  return JSON.parse(stdout)
}

if (process.argv[1] === own) {
  const made = makeField(Number(process.argv[2]))
  const field = new RiskField(1, { parts: made.parts })
  process.stdout.write(JSON.stringify(measureEdits(field, made.list, 3000)))
}
