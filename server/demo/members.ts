import type { MemberRole, Posting } from '../member/member.ts'
import { dayAfter } from '../member/rules/cover.ts'
import { personNames, phoneNumbers } from './names.ts'
import type { PeopledGrid } from './people.ts'
import { at, type Random, random } from './random.ts'

export interface DemoPosting extends Pick<Posting, 'role' | 'duty' | 'fromOn' | 'toOn'> {
  gridCode: string
}
export interface DemoMember {
  name: string
  phone: string
  unit: string
  leftOn: string | null
  postings: DemoPosting[]
}

type Kept = Pick<PeopledGrid, 'code' | 'regionCode' | 'lead' | 'phone' | 'population'>
type NewPerson = (unit: string) => DemoMember

interface Telling {
  today: string
  chance: Random
  person: NewPerson
}

/** Grids whose lead has left and whom nobody follows yet. */
export const isVacant = (_grid: unknown, place: number) => place % 41 === 7

/**
 * Who keeps the demo town's grids on a day: each grid its lead, most a stand-in who serves two or three grids, a
 * police officer and a station head for each village; with some grids short of one, and some terms about to end.
 */
export function demoMembers(grids: readonly Kept[], today: string): DemoMember[] {
  const [name, phone] = [personNames(random('grid members')), phoneNumbers(2000)]
  const leads = new Set(grids.map(grid => grid.lead))
  const unused = (): string => {
    const next = name()
    return leads.has(next) ? unused() : next
  }
  const person: NewPerson = unit => ({ name: unused(), phone: phone(), unit, leftOn: null, postings: [] })
  const telling = { today, chance: random('grid postings'), person }
  const villages = [...new Set(grids.map(grid => grid.regionCode))]
  const crews = villages.flatMap(code =>
    crewOf(
      grids.filter(grid => grid.regionCode === code),
      telling,
    ),
  )
  return [...grids.flatMap((grid, place) => leadsOf(grid, { ...telling, place })), ...crews]
}

/** The lead of a grid; of some one who has left, or one whose term ends and a follower who may already be named. */
function leadsOf(grid: Kept, { today, chance, person, place }: Telling & { place: number }): DemoMember[] {
  const begin = dayAfter(today, -chance.whole(90, 1400))
  const leader = (more: Partial<DemoPosting>): DemoPosting => ({
    ...{ gridCode: grid.code, role: 'grid-head', duty: 'lead', fromOn: begin, toOn: null },
    ...more,
  })
  const own = { name: grid.lead, phone: grid.phone, unit: '村（居）民委员会', leftOn: null }
  if (isVacant(grid, place)) {
    const leftOn = dayAfter(today, -chance.whole(2, 20))
    return [{ ...own, leftOn, postings: [leader({ toOn: leftOn })] }]
  }
  if (place % 29 !== 11) return [{ ...own, postings: [leader({})] }]
  const toOn = dayAfter(today, chance.whole(8, 80))
  const ending = { ...own, postings: [leader({ toOn })] }
  if (place % 2 === 0) return [ending]
  const next = person('村（居）民委员会')
  return [ending, { ...next, postings: [leader({ fromOn: dayAfter(toOn, 1) })] }]
}

/** The stand-ins, the helpers, the police officer and the station head of one village. */
function crewOf(grids: readonly Kept[], telling: Telling): DemoMember[] {
  const { today, chance, person } = telling
  const whole = (unit: string, role: MemberRole): DemoMember => {
    const fromOn = dayAfter(today, -chance.whole(200, 900))
    const postings = grids.map(
      ({ code }): DemoPosting => ({ gridCode: code, role, duty: 'member', fromOn, toOn: null }),
    )
    return { ...person(unit), postings }
  }
  return [
    whole('派出所', 'police'),
    whole('综合服务站', 'station-head'),
    ...standIns(grids, telling),
    ...helpers(grids, telling),
  ]
}

const standInRoles: readonly MemberRole[] = ['full-time', 'grid-worker', 'full-time', 'part-time']

function standIns(grids: readonly Kept[], { today, chance, person }: Telling): DemoMember[] {
  const members: DemoMember[] = []
  for (let i = 0; i < grids.length; ) {
    const own = grids.slice(i, i + chance.whole(2, 3))
    i += own.length
    const role = chance.pick(standInRoles)
    const fromOn = dayAfter(today, -chance.whole(60, 700))
    const toOn = chance.chance(0.12) ? dayAfter(today, chance.whole(5, 88)) : null
    const covered = own.filter(() => !chance.chance(0.07))
    const postings = covered.map(
      ({ code }): DemoPosting => ({ gridCode: code, role, duty: 'backup', fromOn, toOn }),
    )
    members.push({ ...person('网格服务中心'), postings })
  }
  return members
}

const helperRoles: readonly [MemberRole, string][] = [
  ['grid-worker', '网格服务中心'],
  ['militia', '基干民兵连'],
  ['household-lead', '村民小组'],
  ['assistant', '志愿服务队'],
  ['advisor', '应急管理办公室'],
]

/** One helper where many people live. */
function helpers(grids: readonly Kept[], { today, chance, person }: Telling): DemoMember[] {
  const crowded = [...grids].sort((a, b) => b.population - a.population)
  return crowded.slice(0, Math.ceil(grids.length / 3)).map(({ code }, i) => {
    const [role, unit] = at(helperRoles, i % helperRoles.length)
    const fromOn = dayAfter(today, -chance.whole(30, 500))
    return { ...person(unit), postings: [{ gridCode: code, role, duty: 'member', fromOn, toOn: null }] }
  })
}
