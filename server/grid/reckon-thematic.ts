import type { TransactionSql } from 'postgres'
import { invalid } from '../errors.ts'
import { type GroundGrid, groundOf, type Outcome, type Proposal } from './ground.ts'
import { checkedFace } from './ground-coverage.ts'
import { takenCode } from './name-faces.ts'
import { nextCode } from './rules/next-code.ts'

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
  for (const [index, edit] of thematic.entries()) {
    const at = `thematic.${index}`
    if (edit.kind === 'draw') {
      const code = edit.code ?? nextCode(taken, { like: 'Z001', areaCode: '' })
      if (taken.has(code)) throw invalid(`${at}.code`, takenCode(code))
      taken.add(code)
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
    if (edit.kind === 'retire') found.retired.push(grid)
    else found.redrawn.push({ ...grid, polygon: checkedFace(edit.polygon, grid.name, `${at}.polygon`) })
  }
  return found
}

const blank = (townId: number): Omit<GroundGrid, 'polygon'> => ({
  ...{ id: 0, regionId: townId, parentId: null, level: 'thematic', code: '', name: '' },
  ...{ households: 0, lead: '', phone: '', version: 1 },
})

const notThematic = {
  zh: '不是正在使用的专属网格；普通网格请用边界操作修改',
  en: 'This is no thematic grid in force; change ordinary grids by boundary edits',
}
