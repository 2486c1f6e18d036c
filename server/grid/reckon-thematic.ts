import type { TransactionSql } from 'postgres'
import { invalid } from '../errors.ts'
import type { ThematicEdit } from './draft.ts'
import { type GroundGrid, groundOf, type Outcome, type Proposal } from './ground.ts'
import { checkedFace } from './ground-coverage.ts'
import { takenCode } from './name-faces.ts'
import { CodeGiver } from './rules/next-code.ts'

/**
 * Thematic grids as they will be: they may lie over others, so only their own shape is asked about.
 * @throws Refusal `invalid` naming the field at fault
 */
export async function reckonThematic(
  sql: TransactionSql,
  { townId, thematic }: Proposal,
  outcome: Outcome,
): Promise<Outcome['thematic']> {
  const found: Outcome['thematic'] = { drawn: [], redrawn: [], retired: [] }
  if (thematic.length === 0) return found
  const ids = thematic.flatMap(edit => (edit.kind === 'draw' ? [] : [edit.id]))
  const known = new Map((await groundOf(sql, townId, ids)).map(grid => [grid.id, grid]))
  const rows = await sql<{ code: string }[]>`select code from grids where town_id = ${townId}`
  const taken = new Set([
    ...rows.map(({ code }) => code),
    ...[...outcome.after.values()].map(({ code }) => code),
  ])
  refuseTwice(thematic)
  const codes = new CodeGiver(taken)
  for (const [index, edit] of thematic.entries()) {
    const at = `thematic.${index}`
    if (edit.kind === 'draw') {
      if (edit.code !== undefined && taken.has(edit.code)) throw invalid(`${at}.code`, takenCode(edit.code))
      const code = edit.code ?? codes.next({ like: 'Z001', areaCode: '' })
      taken.add(code)
      codes.take(code)
      const polygon = checkedFace(edit.polygon, edit.name, `${at}.polygon`)
      found.drawn.push({
        ...blank(townId),
        name: edit.name,
        code,
        polygon,
        lead: edit.lead,
        phone: edit.phone,
      })
      continue
    }
    const grid = known.get(edit.id)
    if (grid?.level !== 'thematic') throw invalid(`${at}.id`, notThematic)
    if (edit.kind === 'retire') found.retired.push({ ...grid, reason: edit.reason || undefined })
    else found.redrawn.push(redrawn(grid, edit, at))
  }
  return found
}

function redrawn(grid: GroundGrid, edit: ThematicEdit & { kind: 'redraw' }, at: string): GroundGrid {
  const { name = grid.name, lead = grid.lead, phone = grid.phone, polygon } = edit
  const after = { ...grid, name, lead, phone }
  return polygon ? { ...after, polygon: checkedFace(polygon, name, `${at}.polygon`) } : after
}

function refuseTwice(thematic: readonly ThematicEdit[]): void {
  const met = new Set<number>()
  for (const [index, edit] of thematic.entries()) {
    if (edit.kind === 'draw') continue
    if (met.has(edit.id)) throw invalid(`thematic.${index}.id`, twice)
    met.add(edit.id)
  }
}

const blank = (townId: number): Omit<GroundGrid, 'polygon'> => ({
  ...{ id: 0, regionId: townId, parentId: null, level: 'thematic', code: '', name: '' },
  ...{ households: 0, lead: '', phone: '', version: 1 },
})

const twice = {
  zh: '同一个专属网格在一份草稿里只能改一次；请把改动合成一条',
  en: 'A draft changes a thematic grid once; put its changes into one',
}
const notThematic = {
  zh: '不是正在使用的专属网格；普通网格请用边界操作修改',
  en: 'This is no thematic grid in force; change ordinary grids by boundary edits',
}
