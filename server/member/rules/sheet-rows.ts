import type { Both } from '../../region/place.ts'
import { Day, Duty, type Duty as DutyWord, MemberRole } from '../member.ts'

/** A row of a spreadsheet that says who keeps which grid. */
export interface Appointment {
  row: number
  name: string
  phone: string
  unit: string
  grid: string
  role: MemberRole
  duty: DutyWord
  fromOn: string
  toOn: string | null
}

export interface RowError {
  column: string
  message: Both
}

export type RowRead =
  | { row: number; appointment: Appointment }
  | { row: number; name: string; grid: string; errors: RowError[] }

type Column = 'name' | 'phone' | 'unit' | 'grid' | 'role' | 'duty' | 'fromOn' | 'toOn'

const headings: Record<Column, string[]> = {
  name: ['姓名', '人员', '人员姓名', '网格员姓名', 'name'],
  phone: ['电话', '手机', '手机号', '联系电话', 'phone', 'mobile'],
  unit: ['单位', '所属单位', 'unit'],
  grid: ['网格', '网格编码', '网格编号', '网格名称', 'grid', 'grid code'],
  role: ['角色', '身份', '岗位', '人员类型', 'role'],
  duty: ['职责', '责任', '分工', 'duty'],
  fromOn: ['开始日期', '起始日期', '上岗日期', '开始', 'from'],
  toOn: ['结束日期', '截止日期', '离岗日期', '结束', 'to'],
}

const roleWords: Record<MemberRole, string[]> = {
  'station-head': ['站长', '网格站长'],
  'grid-head': ['网格长', '总网格长'],
  'grid-worker': ['网格员'],
  'full-time': ['专职', '专职网格员'],
  'part-time': ['兼职', '兼职网格员'],
  assistant: ['辅助员', '网格辅助员'],
  advisor: ['专业指导员', '指导员'],
  police: ['警员', '民警', '社区民警', '辅警'],
  militia: ['民兵'],
  'household-lead': ['联户长', '联户'],
}

const dutyWords: Record<DutyWord, string[]> = {
  lead: ['负责', '负责人', '主责', '牵头', '主'],
  backup: ['替补', '备岗', 'b岗', '备', '代班'],
  member: ['成员', '一般', '组员', ''],
}

export class HeadingError extends Error {
  readonly missing: string[]
  constructor(missing: string[]) {
    super(`missing columns: ${missing.join(', ')}`)
    this.missing = missing
  }
}

/**
 * Reads rows of text under a heading row; headings may stand in any order, in Chinese or English.
 * @param today stands where a row gives no first day
 * @throws HeadingError when a column that every row needs is not there
 */
export function sheetRows(cells: readonly (readonly string[])[], today: string): RowRead[] {
  const [heading = [], ...rows] = cells
  const columns = columnsOf(heading)
  const missing = (['name', 'grid', 'role'] as const).filter(column => !columns.has(column))
  if (missing.length > 0) throw new HeadingError(missing.map(column => headings[column][0] ?? column))
  return rows.flatMap((texts, i) => {
    const text = (column: Column) => (texts[columns.get(column) ?? -1] ?? '').trim()
    return texts.every(each => each.trim() === '') ? [] : [readRow(i + 2, text, today)]
  })
}

function columnsOf(heading: readonly string[]): Map<Column, number> {
  const found = new Map<Column, number>()
  const names = heading.map(text => text.trim().toLowerCase())
  for (const column of Object.keys(headings).filter(isColumn)) {
    const at = names.findIndex(name => headings[column].includes(name))
    if (at >= 0) found.set(column, at)
  }
  return found
}

const isColumn = (text: string): text is Column => text in headings

function readRow(row: number, text: (column: Column) => string, today: string): RowRead {
  const errors: RowError[] = []
  const need = <T>(column: Column, value: T | undefined, message: Both): T | undefined => {
    if (value === undefined) errors.push({ column: headings[column][0] ?? column, message })
    return value
  }
  const name = need('name', text('name') || undefined, words.name)
  const grid = need('grid', text('grid') || undefined, words.grid)
  const role = need('role', wordIn(roleWords, text('role'), MemberRole.options), words.role(text('role')))
  const given = wordIn(dutyWords, text('duty'), Duty.options)
  const duty = need('duty', text('duty') === '' && role ? dutyOf(role) : given, words.duty(text('duty')))
  const phone = need(
    'phone',
    /^(\+?[\d\- ]{5,20})?$/.test(text('phone')) ? text('phone') : undefined,
    words.phone,
  )
  const fromOn = need(
    'fromOn',
    text('fromOn') === '' ? today : dayIn(text('fromOn')),
    words.day(text('fromOn')),
  )
  const end = text('toOn') === '' ? null : dayIn(text('toOn'))
  const toOn = need('toOn', end, words.day(text('toOn')))
  if (fromOn && toOn && toOn < fromOn) need('toOn', undefined, words.order)
  if (
    errors.length > 0 ||
    !name ||
    !grid ||
    !role ||
    !duty ||
    phone === undefined ||
    !fromOn ||
    toOn === undefined
  ) {
    return { row, name: text('name'), grid: text('grid'), errors }
  }
  return { row, appointment: { row, name, phone, unit: text('unit'), grid, role, duty, fromOn, toOn } }
}

/** A grid head answers for the grid unless the sheet says otherwise. */
const dutyOf = (role: MemberRole): DutyWord => (role === 'grid-head' ? 'lead' : 'member')

function wordIn<T extends string>(
  known: Record<T, string[]>,
  text: string,
  options: readonly T[],
): T | undefined {
  const wanted = text.toLowerCase()
  return options.find(option => option === wanted || known[option].includes(wanted))
}

/** `2026-11-22`, `2026/11/22`, `2026.11.22` or `2026年11月22日`. */
function dayIn(text: string): string | undefined {
  const parts = text.match(/^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T ].*)?$/)
  if (!parts) return undefined
  const [, year = '', month = '', day = ''] = parts
  const parsed = Day.safeParse(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
  return parsed.success ? parsed.data : undefined
}

const words = {
  name: { zh: '没有姓名', en: 'The name is missing' },
  grid: { zh: '没有网格编码或名称', en: 'The grid is missing' },
  role: (text: string): Both => ({
    zh: `不认识的角色“${text}”；可用：${MemberRole.options.map(role => roleWords[role][0]).join('、')}`,
    en: `Unknown role “${text}”; use one of ${MemberRole.options.join(', ')}`,
  }),
  duty: (text: string): Both => ({
    zh: `不认识的职责“${text}”；可用：负责、替补、成员`,
    en: `Unknown duty “${text}”; use lead, backup or member`,
  }),
  phone: { zh: '电话只能有 5 至 20 位数字、空格和短横', en: 'A phone has 5 to 20 digits, spaces and dashes' },
  day: (text: string): Both => ({
    zh: `看不懂的日期“${text}”，请写成 2026-11-22`,
    en: `“${text}” is no date; write 2026-11-22`,
  }),
  order: { zh: '结束日期早于开始日期', en: 'The last day is before the first' },
}
