import { expect, test } from 'vitest'
import { Casualties, IncidentType } from '../incident.ts'
import { type GradeFacts, gradeOf, gradeTableOf, isGradedByHand } from './grade.ts'
import { gradeTables, ungraded } from './grade-tables.ts'

const facts = (type: IncidentType, more: Partial<Record<string, number>> = {}): GradeFacts => {
  const { loss = 0, hectares = 0, affected = 0, ...casualties } = more
  return {
    type,
    casualties: Casualties.parse(casualties),
    affected,
    lossTenThousandYuan: loss,
    burntHectares: hectares,
  }
}
const grade = (type: IncidentType, more?: Record<string, number>) => gradeOf(facts(type, more)).grade

test.each([
  ['EX-E01', 'explosion', { dead: 2, loss: 5000 }, 'major'],
  ['EX-E02', 'chemical', { dead: 3 }, 'serious'],
  ['EX-E03', 'fire', { dead: 29, severe: 99, loss: 9999 }, 'major'],
  ['EX-E04 landslide', 'landslide', { loss: 1000 }, 'extraordinary'],
  ['EX-E04 factory', 'explosion', { loss: 1000 }, 'serious'],
  ['EX-E05', 'forest-fire', { hectares: 100 }, 'major'],
  ['EX-E11', 'gas', { severe: 100 }, 'extraordinary'],
  ['EX-E12 below', 'fire', { severe: 9, loss: 999.99 }, 'ordinary'],
  ['EX-E12 at', 'fire', { severe: 9, loss: 1000 }, 'serious'],
] as const)('%s', (_, type, more, expected) => {
  expect(grade(type, more)).toBe(expected)
})

test('every bound is included and one below it is not', () => {
  for (const type of IncidentType.options) {
    for (const { measure, from } of gradeTableOf(type)?.criteria ?? []) {
      from.forEach((bound, rung) => {
        if (bound === null) return
        const key = { toll: 'dead', poisoned: 'injured', evacuated: 'affected' }[String(measure)] ?? measure
        const ladder: unknown[] = ['extraordinary', 'major', 'serious', 'ordinary']
        expect(ladder.indexOf(grade(type, { [key]: bound }))).toBeLessThanOrEqual(rung)
        expect(ladder.indexOf(grade(type, { [key]: bound - 1 }))).toBeGreaterThan(rung)
      })
    }
  }
})

test('EX-E13: a social security incident has no grade, however many were hurt, and says why', () => {
  const grading = gradeOf(facts('crowd', { dead: 40, severe: 200, loss: 20_000 }))
  expect(grading.grade).toBeNull()
  expect(grading.reasons.map(reason => reason.zh)).toEqual([
    '《突发事件应对法》第三条：社会安全事件不按分级标准定级',
  ])
  expect(grade('epidemic', { dead: 1 })).toBeNull()
})

test('every type has a table with criteria or a reason why it has none', () => {
  expect(gradeTables.every(table => table.criteria.length > 0)).toBe(true)
  for (const type of IncidentType.options) expect(isGradedByHand(type)).toBe(type in ungraded)
})

test('reasons name the deciding criterion and its clause in both languages', () => {
  const [first] = gradeOf(facts('chemical', { dead: 3, severe: 2 })).reasons
  expect(first?.zh).toBe('死亡 3 人（≥ 3）：较大；《生产安全事故报告和调查处理条例》第三条')
  expect(first?.en).toContain('Dead 3 (≥ 3): serious')
})

test('the missing do not raise the grade of an accident but are pointed out', () => {
  const grading = gradeOf(facts('fire', { dead: 2, missing: 8 }))
  expect(grading.grade).toBe('ordinary')
  expect(grading.reasons.at(-1)?.zh).toBe('另有 8 人下落不明，如确认死亡将为重大')
})

test('an unread source says so', () => {
  expect(gradeOf(facts('earthquake', { dead: 10, missing: 40 })).reasons[0]?.zh).toContain('未核验')
  expect(grade('earthquake', { dead: 10, missing: 40 })).toBe('major')
})
