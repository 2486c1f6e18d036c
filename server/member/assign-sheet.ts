import type { TransactionSql } from 'postgres'
import { allow } from '../account/rules/rights.ts'
import { type Context, change, type Inside } from '../context.ts'
import { invalid, Refusal } from '../errors.ts'
import { membersWhere } from './find.ts'
import type { SheetInput, SheetReport, SheetRow } from './member.ts'
import { readSheet } from './read-sheet.ts'
import { type Planned, planSheet, type SheetPlan } from './rules/sheet-plan.ts'
import { HeadingError, type RowRead, sheetRows } from './rules/sheet-rows.ts'
import { dayOf } from './today.ts'

/**
 * Posts many members by a spreadsheet; who is not known yet is enlisted. A trial says what each row would do. Rows
 * with errors refuse the whole sheet unless the good ones are asked for; either way nothing is half done.
 * @throws Refusal `forbidden`; `invalid` naming the rows at fault or what the file lacks
 */
export async function assignSheet(context: Context, input: SheetInput): Promise<SheetReport> {
  const cells = await readSheet(Buffer.from(input.bytes, 'base64'))
  return change(context, async inside => {
    const { actor, world, now } = inside
    const { townId, isTrial, keepsGood } = input
    allow(actor, 'grid.edit', { world, townId })
    const plan = await planned(inside.sql, townId, rowsOf(cells, dayOf(now)))
    const bad = plan.rows.filter(row => row.outcome === 'error')
    if (!isTrial && bad.length > 0 && !keepsGood) throw badRows(bad)
    const members = isTrial ? countNew(plan) : await store(inside, townId, plan.planned)
    return { rows: plan.rows, members, postings: plan.planned.length, isApplied: !isTrial }
  })
}

function rowsOf(cells: string[][], today: string): RowRead[] {
  try {
    return sheetRows(cells, today)
  } catch (error) {
    if (error instanceof HeadingError) throw invalid('bytes', noColumns(error.missing))
    throw error
  }
}

async function planned(sql: TransactionSql, townId: number, rows: RowRead[]): Promise<SheetPlan> {
  const grids = await sql<{ id: number; code: string; name: string }[]>`
    select id, code, name from grids where town_id = ${townId} and retired_at is null`
  const members = await membersWhere(sql, sql`where m.town_id = ${townId}`)
  return planSheet(rows, { grids, members })
}

const keysOf = (list: readonly Planned[]) => [
  ...new Set(list.flatMap(({ member }) => ('key' in member ? [member.key] : []))),
]
const countNew = ({ planned: list }: SheetPlan) => keysOf(list).length

/** @returns how many members are new */
async function store(inside: Inside, townId: number, list: readonly Planned[]): Promise<number> {
  const ids = await enlistAll(inside, townId, list)
  await postAll(inside, townId, list, ids)
  return ids.size
}

async function enlistAll(
  { sql, record }: Inside,
  townId: number,
  list: readonly Planned[],
): Promise<Map<string, number>> {
  const people = keysOf(list).flatMap(key => {
    const first = list.find(({ member }) => 'key' in member && member.key === key)
    return first ? [{ key, name: first.name, phone: first.phone, unit: first.unit }] : []
  })
  const ids = new Map<string, number>()
  if (people.length === 0) return ids
  const rows = await sql<{ id: number }[]>`
    insert into members (town_id, name, phone, unit)
    select ${townId}, p.name, p.phone, p.unit
    from jsonb_to_recordset(${sql.json(people)}) as p (name text, phone text, unit text) returning id`
  for (const [i, { id }] of rows.entries()) {
    const { key = '', name, unit } = people[i] ?? {}
    ids.set(key, id)
    record({ verb: 'enlist', noun: 'member', id, version: 1, townId, after: { id, townId, name, unit } })
  }
  return ids
}

async function postAll(
  { sql, record }: Inside,
  townId: number,
  list: readonly Planned[],
  ids: ReadonlyMap<string, number>,
): Promise<void> {
  if (list.length === 0) return
  const postings = list.map(({ member, gridId, role, duty, fromOn, toOn }) => ({
    ...{
      memberId: 'id' in member ? member.id : (ids.get(member.key) ?? 0),
      gridId,
      role,
      duty,
      fromOn,
      toOn,
    },
  }))
  const rows = await sql<{ id: number }[]>`
    insert into postings (town_id, member_id, grid_id, role, duty, from_on, to_on)
    select ${townId}, p."memberId", p."gridId", p.role, p.duty, p."fromOn", p."toOn"
    from jsonb_to_recordset(${sql.json(postings)})
      as p ("memberId" int, "gridId" int, role text, duty text, "fromOn" date, "toOn" date) returning id`
  for (const [i, { id }] of rows.entries()) {
    const after = { id, ...postings[i], name: list[i]?.name ?? '', version: 1 }
    record({ verb: 'appoint', noun: 'posting', id, version: 1, townId, after })
  }
}

function badRows(rows: readonly SheetRow[]): Refusal {
  const errors = rows.slice(0, 50).flatMap(({ row, errors: faults }) =>
    faults.map(({ column, message }) => ({
      path: `rows.${row}.${column}`,
      message: { zh: `第 ${row} 行 ${column}：${message.zh}`, en: `Row ${row}, ${column}: ${message.en}` },
    })),
  )
  const words = {
    zh: `${rows.length} 行有错，整个表格没有写入；改正后重传，或选择只写入无误的行`,
    en: `${rows.length} rows have errors and nothing was written; correct them, or ask for the good rows only`,
  }
  return new Refusal('invalid', words, { errors })
}

const noColumns = (missing: string[]) => ({
  zh: `第一行缺少表头：${missing.join('、')}`,
  en: `The first row lacks the headings ${missing.join(', ')}`,
})
