import { expect, test } from 'vitest'
import { Casualties, IncidentType } from '../incident.ts'
import { type GradeFacts, gradeOf, gradeTableOf } from './grade.ts'

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
    for (const { measure, from } of gradeTableOf(type).criteria) {
      from.forEach((bound, rung) => {
        if (bound === null) return
        const key = { toll: 'dead', poisoned: 'injured', evacuated: 'affected' }[String(measure)] ?? measure
        const ladder = ['extraordinary', 'major', 'serious', 'ordinary']
        expect(ladder.indexOf(grade(type, { [key]: bound }))).toBeLessThanOrEqual(rung)
        expect(ladder.indexOf(grade(type, { [key]: bound - 1 }))).toBeGreaterThan(rung)
      })
    }
  }
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
