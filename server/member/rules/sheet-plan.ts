import type { Both } from '../../region/place.ts'
import type { Duty, SheetRow } from '../member.ts'
import { lastDay, overlap } from './days.ts'
import type { Appointment, RowError, RowRead } from './sheet-rows.ts'

interface KnownGrid {
  id: number
  code: string
  name: string
}

interface KnownMember {
  id: number
  name: string
  phone: string
  leftOn: string | null
  postings: readonly { gridId: number; duty: Duty; fromOn: string; toOn: string | null }[]
}

/** A posting to be made, for a member who is known or who comes with this sheet. */
export interface Planned extends Appointment {
  gridId: number
  /** Known members have their id; several rows of one new member have the same key. */
  member: { id: number } | { key: string }
}

export interface SheetPlan {
  rows: SheetRow[]
  planned: Planned[]
}

/** Finds for every row of a sheet its grid and its member, and says what the row would do. */
export function planSheet(
  rows: readonly RowRead[],
  { grids, members }: { grids: readonly KnownGrid[]; members: readonly KnownMember[] },
): SheetPlan {
  const plan: SheetPlan = { rows: [], planned: [] }
  for (const read of rows) {
    if (!('appointment' in read)) {
      plan.rows.push({ ...read, outcome: 'error' })
      continue
    }
    const { appointment } = read
    const { row, name, grid } = appointment
    const found = { grid: gridOf(appointment, grids), member: memberOf(appointment, members) }
    const errors = [found.grid, found.member].flatMap(each => ('error' in each ? [each.error] : []))
    if ('error' in found.grid || 'error' in found.member) {
      plan.rows.push({ row, name, grid, outcome: 'error', errors })
      continue
    }
    const planned: Planned = { ...appointment, gridId: found.grid.id, member: found.member.ref }
    const isDouble = found.member.holds(planned) || plan.planned.some(each => isSame(each, planned))
    if (!isDouble) plan.planned.push(planned)
    const outcome = isDouble ? 'already-posted' : 'id' in found.member.ref ? 'known-member' : 'new-member'
    plan.rows.push({ row, name, grid, outcome, errors: [] })
  }
  return plan
}

type Found<T> = T | { error: RowError }

function gridOf({ grid }: Appointment, grids: readonly KnownGrid[]): Found<{ id: number }> {
  const byCode = grids.find(each => each.code === grid)
  if (byCode) return byCode
  const [one, other] = grids.filter(each => spaceless(each.name) === spaceless(grid))
  if (one && !other) return one
  return { error: { column: '网格', message: one ? words.manyGrids(grid) : words.noGrid(grid) } }
}

interface FoundMember {
  ref: Planned['member']
  holds(planned: Planned): boolean
}

/** Names are often typed with other spaces than the register has. */
const spaceless = (text: string) => text.replaceAll(/\s/g, '')

function memberOf({ name, phone, toOn }: Appointment, members: readonly KnownMember[]): Found<FoundMember> {
  const named = members.filter(each => each.name === name)
  const [one, other] = phone === '' ? named : named.filter(each => digits(each.phone) === digits(phone))
  if (!one) return { ref: { key: `${name} ${digits(phone)}` }, holds: () => false }
  if (other) return { error: { column: '姓名', message: words.manyMembers(name) } }
  if (one.leftOn !== null && lastDay({ toOn }) > one.leftOn) {
    return { error: { column: '姓名', message: words.left(name, one.leftOn) } }
  }
  return {
    ref: { id: one.id },
    holds: planned =>
      one.postings.some(
        each => each.gridId === planned.gridId && each.duty === planned.duty && overlap(each, planned),
      ),
  }
}

const digits = (phone: string) => phone.replace(/\D/g, '')

const isSame = (a: Planned, b: Planned) =>
  a.gridId === b.gridId &&
  a.duty === b.duty &&
  JSON.stringify(a.member) === JSON.stringify(b.member) &&
  overlap(a, b)

const words = {
  noGrid: (grid: string): Both => ({
    zh: `没有编码或名称为“${grid}”的网格`,
    en: `There is no grid with the code or name “${grid}”`,
  }),
  manyGrids: (grid: string): Both => ({
    zh: `有多个网格叫“${grid}”，请改填编码`,
    en: `Several grids are called “${grid}”; give the code`,
  }),
  manyMembers: (name: string): Both => ({
    zh: `有多个人叫“${name}”，请填电话以区分`,
    en: `Several members are called “${name}”; give the phone`,
  }),
  left: (name: string, day: string): Both => ({
    zh: `${name} ${day} 离岗，任职不能晚于这一天`,
    en: `${name} leaves on ${day}; a posting cannot last longer`,
  }),
}
