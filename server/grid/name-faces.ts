import type { TransactionSql } from 'postgres'
import { invalid } from '../errors.ts'
import { loadCodeRule } from '../member/find-codes.ts'
import type { CodeRule } from '../member/member.ts'
import { levelText } from '../member/rules/codes.ts'
import type { FaceAttributes } from './draft.ts'
import type { GroundGrid, Proposal } from './ground.ts'
import { CodeGiver } from './rules/next-code.ts'

interface Naming {
  proposal: Proposal
  after: GroundGrid[]
  /** Grids that have lower ones. */
  divided?: ReadonlySet<number>
}

/**
 * Gives the faces that are there after the edits their names, codes and leads: what the attributes say, and for a
 * made face without them the next free code and a name after its origin.
 * @throws Refusal `invalid` naming the attribute at fault
 */
export async function nameFaces(
  sql: TransactionSql,
  { proposal, after, divided = new Set() }: Naming,
): Promise<Map<number, GroundGrid>> {
  const { townId, attributes } = proposal
  const faces = new Map(after.map(grid => [grid.id, grid]))
  const isMade = after.some(({ id }) => id < 0)
  if (attributes.length === 0 && !isMade) return faces
  const areas = await areaCodes(sql, townId)
  const wanted = await checked(sql, { townId, attributes, faces, areas, divided })
  // Only a new code has to be one that nobody has or had.
  const codes = new CodeGiver(isMade ? await codesOf(sql, townId) : [])
  for (const { code } of wanted.values()) if (code) codes.take(code)
  const rule = await loadCodeRule(sql, townId)
  const names = new NewNames(after)
  for (const [face, grid] of faces) {
    const given = wanted.get(face)
    const { name = face < 0 ? names.of(grid) : grid.name } = given ?? {}
    const regionId = given?.regionId ?? grid.regionId
    const code =
      given?.code ?? (face < 0 ? nextCode(codes, { grid, area: areas.get(regionId), rule }) : grid.code)
    const { lead = grid.lead, phone = grid.phone, level = grid.level } = given ?? {}
    faces.set(face, { ...grid, name, code, lead, phone, level, regionId })
  }
  return faces
}

interface Coding {
  grid: GroundGrid
  area: { code: string; like: string } | undefined
  rule: CodeRule
}

/** Grids of the first level go on from those of their village, lower ones have a row of their own by the town's rule. */
function nextCode(codes: CodeGiver, { grid, area, rule }: Coding): string {
  if (grid.level === 'first')
    return codes.next({ like: area?.like || `${grid.code || 'G'}001`, areaCode: area?.code ?? '' })
  const beginning = `${area?.code ?? ''}${levelText(grid.level, rule.levelDigits)}`
  return codes.after(beginning, rule.serialDigits)
}

/** Names of new grids: after the one that each was cut from, lower ones numbered in the one that they lie in. */
class NewNames {
  readonly #taken: Set<string>
  readonly #grids: ReadonlyMap<number, GroundGrid>
  readonly #given = new Map<number, string>()

  constructor(grids: readonly GroundGrid[]) {
    this.#grids = new Map(grids.map(grid => [grid.id, grid]))
    this.#taken = new Set(grids.filter(({ id }) => id > 0).map(({ name }) => name))
  }

  of(grid: GroundGrid): string {
    const known = this.#given.get(grid.id)
    if (known !== undefined) return known
    const above = grid.parentId === null ? undefined : this.#grids.get(grid.parentId)
    const name = above ? this.#numbered(above.id > 0 ? above.name : this.of(above)) : `${grid.name}（新）`
    this.#given.set(grid.id, name)
    return name
  }

  #numbered(base: string): string {
    for (let number = 1; ; number++) {
      const name = `${base}-${number}`
      if (this.#taken.has(name)) continue
      this.#taken.add(name)
      return name
    }
  }
}

interface Checking {
  townId: number
  attributes: FaceAttributes[]
  faces: Map<number, GroundGrid>
  areas: ReadonlyMap<number, unknown>
  divided: ReadonlySet<number>
}

/** Attributes by face, once their faces, codes and villages are known to be right. */
async function checked(
  sql: TransactionSql,
  { townId, attributes, faces, areas, divided }: Checking,
): Promise<Map<number, FaceAttributes>> {
  const wanted = new Map<number, FaceAttributes>()
  const codes = attributes.flatMap(({ code }) => code ?? [])
  const holders = await holdersOf(sql, townId, codes)
  const given = new Set<string>()
  for (const [index, said] of attributes.entries()) {
    const at = `attributes.${index}`
    const { face, code, regionId } = said
    if (!faces.has(face)) throw invalid(`${at}.face`, words.noFace(face))
    if (wanted.has(face)) throw invalid(`${at}.face`, words.twice(face))
    // Its own code, of now or of before, a grid may have; that of another one not even in exchange.
    const isTaken = code !== undefined && (given.has(code) || holders.get(code)?.some(id => id !== face))
    if (isTaken) throw invalid(`${at}.code`, words.taken(code))
    if (regionId !== undefined && !areas.has(regionId)) throw invalid(`${at}.regionId`, words.noRegion)
    const grid = faces.get(face)
    if (grid && (grid.parentId !== null || divided.has(face))) refuseTier(said, { at, grid })
    // Moving a grid to another village moves both outlines; an edit of boundaries says what the neighbours get.
    wanted.set(face, said)
    if (code !== undefined) given.add(code)
  }
  return wanted
}

/**
 * A grid that lies in another has the level below it and its village, and so do those in it.
 * @throws Refusal `invalid` naming the attribute
 */
function refuseTier(
  { level, regionId }: FaceAttributes,
  { at, grid }: { at: string; grid: GroundGrid },
): void {
  if (level !== undefined && level !== grid.level) throw invalid(`${at}.level`, words.tier)
  if (regionId !== undefined && regionId !== grid.regionId) throw invalid(`${at}.regionId`, words.tier)
}

/** Every code that a grid of the town has or had. */
async function codesOf(sql: TransactionSql, townId: number): Promise<string[]> {
  const rows = await sql<{ code: string }[]>`
    select code from grids where town_id = ${townId}
    union all select code from grid_versions where town_id = ${townId}`
  return rows.map(({ code }) => code)
}

/** The grids that have or had each of some codes. */
async function holdersOf(
  sql: TransactionSql,
  townId: number,
  codes: string[],
): Promise<Map<string, number[]>> {
  if (codes.length === 0) return new Map()
  const rows = await sql<{ code: string; ids: number[] }[]>`
    select code, array_agg(distinct id) as ids from (
      select id, code from grids where town_id = ${townId} and code = any(${codes}::text[])
      union all
      select grid_id, code from grid_versions where town_id = ${townId} and code = any(${codes}::text[])) as had
    group by code`
  return new Map(rows.map(({ code, ids }) => [code, ids]))
}

/** The town's areas with their own code and the highest code of their grids of the first level. */
async function areaCodes(
  sql: TransactionSql,
  townId: number,
): Promise<Map<number, { code: string; like: string }>> {
  const rows = await sql<{ id: number; code: string; like: string }[]>`
    select r.id, r.code, coalesce(max(g.code), '') as like
    from regions r left join grids g on g.region_id = r.id and g.level = 'first'
    where r.id = ${townId} or r.town_id = ${townId} group by r.id, r.code`
  return new Map(rows.map(({ id, code, like }) => [id, { code, like }]))
}

/** Why a code is refused: codes of retired grids are not given again. */
export const takenCode = (code: string) => ({
  zh: `编码 ${code} 已被使用过，退役网格的编码也不能再用，请换一个`,
  en: `The code ${code} was used before; codes of retired grids are not given again, choose another`,
})

const words = {
  noFace: (face: number) => ({
    zh: `改动之后没有 ${face} 号网格，请删去这一条属性`,
    en: `There is no face ${face} after the edits; remove these attributes`,
  }),
  twice: (face: number) => ({
    zh: `${face} 号网格的属性给了两次，请只留一条`,
    en: `The attributes of face ${face} are given twice; keep one`,
  }),
  taken: takenCode,
  tier: {
    zh: '下级网格的级别和所属村（社区）随上级网格；要改请先取消下级网格',
    en: 'A lower grid has its level and village from the grid above; take the lower grids away before changing them',
  },
  noRegion: {
    zh: '没有这个村（社区），请在本镇的区划中选择',
    en: 'There is no such village; choose one of this town',
  },
}
