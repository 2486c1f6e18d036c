import { IncidentGrade } from '../incident/incident.ts'
import { gradeNames, notGraded } from '../incident/rules/grade.ts'
import { because, field, type Sentence, type Sentences, type Told, valueAt, words } from './text-field.ts'

function gradeText(noun: unknown): Sentence {
  const grade = IncidentGrade.safeParse(valueAt(noun, 'grade'))
  return grade.success ? gradeNames[grade.data] : notGraded
}

function gradedText(noun: unknown): Sentence {
  const { zh, en } = gradeText(noun)
  return zh === notGraded.zh ? notGraded : words(`定级${zh}`, `graded ${en}`)
}

const called = (noun: unknown) => `${field(noun, 'number')}「${field(noun, 'title')}」`

const corrected: Record<string, Sentence> = {
  type: words('类型', 'type'),
  title: words('标题', 'title'),
  description: words('经过', 'description'),
  lngLat: words('位置', 'place'),
  address: words('地址', 'address'),
  channel: words('来源', 'channel'),
  casualties: words('伤亡', 'casualties'),
  affected: words('受影响人数', 'people affected'),
  lossTenThousandYuan: words('损失', 'loss'),
  burntHectares: words('受害面积', 'burnt area'),
}

function corrections({ before, after }: Told): Sentence {
  const changed = Object.entries(corrected)
    .filter(([key]) => JSON.stringify(valueAt(before, key)) !== JSON.stringify(valueAt(after, key)))
    .map(([, name]) => name)
  const from = gradeText(before)
  const to = gradeText(after)
  const regraded =
    from.en === to.en ? words('', '') : words(`，等级由${from.zh}改为${to.zh}`, `; ${from.en} → ${to.en}`)
  return words(
    `更正 ${field(after, 'number')} 的${changed.map(name => name.zh).join('、') || '信息'}${regraded.zh}`,
    `corrected the ${changed.map(name => name.en).join(', ') || 'record'} of ${field(after, 'number')}${regraded.en}`,
  )
}

export const incidentSentences: Sentences = {
  'incident/report': ({ after }) =>
    words(
      `上报事件 ${called(after)}，${gradedText(after).zh}`,
      `reported ${called(after)}, ${gradedText(after).en}`,
    ),
  'incident/set-grade': ({ before, after }) =>
    words(
      `将事件 ${called(after)}的等级由${gradeText(before).zh}定为${gradeText(after).zh}${because(after).zh}`,
      `graded ${called(after)} by hand: ${gradeText(before).en} → ${gradeText(after).en}${because(after).en}`,
    ),
  'incident/correct': corrections,
  'incident/respond': ({ after }) =>
    words(`事件 ${field(after, 'number')} 转入响应`, `set ${field(after, 'number')} to responding`),
  'incident/close': ({ after }) =>
    words(`办结事件 ${called(after)}${because(after).zh}`, `closed ${called(after)}${because(after).en}`),
}
