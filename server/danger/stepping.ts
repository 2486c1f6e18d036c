import { allow } from '../account/rules/rights.ts'
import { type Context, change, plain } from '../context.ts'
import { conflict, invalid, stale } from '../errors.ts'
import type { Danger, DangerVerb } from './danger.ts'
import { loadDanger } from './find.ts'
import { notPast } from './report.ts'
import { nextOf, stateAfter } from './rules/steps.ts'

interface Step {
  version: number
  note: string
  grade?: Danger['grade']
  responsible?: string
  supervisor?: string
  dueAt?: string
  passed?: boolean
  contingency?: string
  resumed?: boolean
}

/**
 * Makes the verb of one step of a hidden danger.
 * The verb throws Refusal `missing`, `forbidden`, `invalid` (what a major one needs, a past date), `conflict` (seen
 * version is old, or the step is not the next one).
 */
export const stepping =
  <Input extends Step>(verb: DangerVerb) =>
  (context: Context, id: number, input: Input): Promise<Danger> =>
    change(context, async ({ sql, actor, world, now, record }) => {
      const before = await loadDanger(sql, id)
      const { townId } = before
      allow(actor, 'danger.handle', { world, townId })
      if (before.version !== input.version) throw stale(before)
      if (!nextOf(before).includes(verb)) throw notNext(verb, before)
      notPast(input.dueAt, now)
      const grade = input.grade ?? before.grade
      checkMajor(grade, input)
      const state = stateAfter(verb, { grade, passed: input.passed ?? true })
      const [changed] = await sql`update dangers set state = ${state}, grade = ${grade},
          responsible = ${input.responsible ?? before.responsible},
          supervisor = ${grade === 'major' ? (input.supervisor ?? before.supervisor) : ''},
          due_at = ${input.dueAt ?? before.dueAt}, closed_at = ${state === 'closed' ? now : null}, version = version + 1
        where id = ${id} and version = ${input.version} returning id`
      if (!changed) throw stale(await loadDanger(sql, id))
      const { version: _seen, note, ...details } = input
      await sql`insert into danger_steps (danger_id, ordinal, verb, state, at, by_name, note, details)
        select ${id}, count(*) + 1, ${verb}, ${state}, ${now}, ${actor.name}, ${note}, ${sql.json(plain(details))}
        from danger_steps where danger_id = ${id}`
      const after = await loadDanger(sql, id)
      record({ verb, noun: 'danger', id, version: after.version, townId, before, after })
      return after
    })

// 五落实 and 复产验收 are asked of major dangers.
function checkMajor(grade: Danger['grade'], { contingency, resumed, passed }: Step): void {
  if (grade !== 'major') return
  if (contingency === '') throw invalid('contingency', noContingency)
  if (passed === true && !resumed) throw invalid('resumed', notResumed)
}

const noContingency = {
  zh: '重大隐患整改须写明应急预案（五落实）',
  en: 'A major danger needs its contingency plan before it is rectified',
}
const notResumed = {
  zh: '重大隐患须经复产验收才能通过',
  en: 'A major danger passes only with the inspection for resuming work',
}

const names: Record<Danger['state'] | DangerVerb, { zh: string; en: string }> = {
  reported: { zh: '登记', en: 'reported' },
  assessed: { zh: '已评估', en: 'assessed' },
  supervised: { zh: '挂牌督办', en: 'supervised' },
  rectified: { zh: '已整改', en: 'rectified' },
  accepted: { zh: '已验收', en: 'accepted' },
  closed: { zh: '已销号', en: 'closed' },
  assess: { zh: '评估', en: 'assess' },
  supervise: { zh: '挂牌督办', en: 'supervise' },
  rectify: { zh: '整改', en: 'rectify' },
  accept: { zh: '验收', en: 'accept' },
  close: { zh: '销号', en: 'close' },
  reopen: { zh: '重新打开', en: 'reopen' },
}

function notNext(verb: DangerVerb, theirs: Danger) {
  const next = theirs.next.map(each => names[each])
  return conflict(
    {
      zh: `隐患 ${theirs.id} 处于“${names[theirs.state].zh}”，不能${names[verb].zh}；可以：${next.map(({ zh }) => zh).join('、')}`,
      en: `Hidden danger ${theirs.id} is ${names[theirs.state].en}; it cannot be “${names[verb].en}”, only: ${next.map(({ en }) => en).join(', ')}`,
    },
    { theirs },
  )
}
