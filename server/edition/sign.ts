import { setTimeout } from 'node:timers/promises'
import type { TransactionSql } from 'postgres'
import { allow } from '../account/rules/rights.ts'
import { worldNow } from '../clock.ts'
import { type Context, change } from '../context.ts'
import { engines } from '../engines.ts'
import { conflict, missing, Refusal } from '../errors.ts'
import { lastSequence } from '../journal/find.ts'
import type { Cells } from '../risk/cells.ts'
import type { RiskField } from '../risk/field.ts'
import { cellSetOf } from '../risk/load.ts'
import { scales } from '../risk/risk.ts'
import type { Edition, EditionInput } from './edition.ts'
import { standingEdition } from './find.ts'
import { keepEdition, packMaps } from './keep.ts'
import { liveReads } from './live-reads.ts'
import { loadCells } from './past-cells.ts'
import { type LevelMaps, mapsAt, nameCells, nameOfCells } from './past-map.ts'

/** Share of the cells that may be unassessed before the signer is asked to say that this is meant. */
export const mostUnassessed = 0.3

const triesForField = 12
const waitMs = 250

/**
 * Signs the four-colour map of a town as it stands. The state is that of one row of the journal: it is computed from
 * the facts up to that row, and signed only when the map in memory, which people look at, says the same.
 * @throws Refusal `missing`, `forbidden`, `conflict` (unchanged, many unassessed, the map is still catching up)
 */
export async function signEdition(context: Context, input: EditionInput): Promise<Edition> {
  allow(context.actor, 'edition.sign', { world: context.world, townId: input.townId })
  for (let attempt = 1; ; attempt++) {
    try {
      return await sign(context, input)
    } catch (error) {
      if (!(error instanceof Refusal) || error.details.reason !== 'behind' || attempt >= triesForField)
        throw error
      // The map follows the journal within moments.
      await setTimeout(waitMs)
    }
  }
}

async function sign(context: Context, input: EditionInput): Promise<Edition> {
  const { townId, name, note } = input
  // Everything is read and summed before the transaction: a cut names a state for good, and nobody waits meanwhile.
  const reads = await liveReads(context)
  const { cells, setNumber, field } = await cellsToSign(context, townId)
  await nameCells(cells)
  const sequence = await reads(lastSequence)
  const cut = { at: worldNow(context.world), sequence }
  const { maps, past } = await mapsAt(reads, { townId, cells, cut })
  if (field && !isInStep(field, maps)) throw conflict(behind, { reason: 'behind' })
  const packed = await packMaps(maps)
  return change(context, async ({ sql, actor, world, record }) => {
    allow(actor, 'edition.sign', { world, townId })
    if ((await alone(sql, townId)) !== setNumber) throw conflict(behind, { reason: 'behind' })
    const previous = await standingEdition(sql, townId)
    if (!input.evenUnchanged && previous && equals(previous, maps, nameOfCells(cells)))
      throw conflict(unchanged(previous.name), { reason: 'unchanged', editionId: previous.id })
    const [open = 0] = maps.live.counts
    if (!input.evenUnassessed && open > cells.count * mostUnassessed)
      throw conflict(manyOpen(open, cells.count), {
        reason: 'unassessed',
        unassessed: open,
        cells: cells.count,
      })
    const signed = { townId, name, note, cut, cells, past, packed, signedAt: cut.at, signedBy: actor.name }
    const after = await keepEdition(sql, { ...signed, previousId: previous?.id ?? null })
    record({ verb: 'sign', noun: 'edition', id: after.id, version: after.version, townId, after })
    return after
  })
}

interface ToSign {
  cells: Cells
  setNumber: number
  /** What people look at; null for a past that is told, which nobody looks at any more. */
  field: RiskField | null
}

async function cellsToSign({ sql, world }: Context, townId: number): Promise<ToSign> {
  if (world.rate > 0) {
    const { field, cellSet } = await engines().risk.over(townId)
    return { cells: field.cells, setNumber: cellSet, field }
  }
  const setNumber = await cellSetOf(sql, townId)
  return { cells: await loadCells(sql, townId, setNumber), setNumber, field: null }
}

/** Two signers of a town come one after the other, and no import in between. @returns the set of cells in force */
async function alone(sql: TransactionSql, townId: number): Promise<number> {
  const [town] = await sql<{ cellSet: number }[]>`
    select cells_set as "cellSet" from regions where id = ${townId} and parent_id is null for no key update`
  if (!town) throw missing({ zh: '没有这个镇街或区县', en: 'There is no such town' })
  return town.cellSet
}

/** The live map also changes as time passes, which memory takes up some seconds later: facts decide there. */
const isInStep = (field: RiskField, maps: LevelMaps) =>
  (['inherent', 'residual'] as const).every(scale => field.hash(scale) === maps[scale].hash)

const equals = (previous: Edition, maps: LevelMaps, cellsHash: string) =>
  previous.cellsHash === cellsHash && scales.every(scale => previous.maps[scale].hash === maps[scale].hash)

const behind = {
  zh: '地图正在跟上刚才的更改，请稍后再签发',
  en: 'The map is still taking up what was just changed; sign again in a moment',
}
const unchanged = (name: string) => ({
  zh: `与上一版「${name}」完全相同，没有变化`,
  en: `Nothing changed since the edition “${name}”`,
})
const manyOpen = (open: number, cells: number) => ({
  zh: `${cells} 个单元中有 ${open} 个未评估，超过 ${mostUnassessed * 100}%，确认后才能签发`,
  en: `${open} of ${cells} cells are not assessed, more than ${mostUnassessed * 100} %; confirm that this is meant`,
})
