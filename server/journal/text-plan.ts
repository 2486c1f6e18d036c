import { field, levelText, type Sentence, type Sentences, titleOf, words } from './text-field.ts'

const marks: Record<string, Sentence> = {
  waiting: words('撤回', 'took back'),
  running: words('开始', 'began'),
  done: words('完成', 'finished'),
  skipped: words('略过', 'skipped'),
}

const note = (noun: unknown) => {
  const text = field(noun, 'note')
  return text ? words(`：${text}`, `: ${text}`) : words('', '')
}

export const planSentences: Sentences = {
  'run/start': ({ after }) =>
    words(
      `启动《${titleOf(after).zh}》${levelText(after)} 级响应`,
      `started “${titleOf(after).en}” at response level ${levelText(after)}`,
    ),
  'run/escalate': ({ before, after }) =>
    words(
      `将《${titleOf(after).zh}》由 ${levelText(before)} 级提升为 ${levelText(after)} 级响应`,
      `raised “${titleOf(after).en}” from level ${levelText(before)} to ${levelText(after)}`,
    ),
  'run/end': ({ after }) =>
    words(`终止《${titleOf(after).zh}》响应`, `ended the response under “${titleOf(after).en}”`),
  'run-node/mark': ({ after }) => {
    const mark = marks[field(after, 'state')] ?? words('标记', 'marked')
    const title = titleOf(after)
    return words(`${mark.zh}「${title.zh}」${note(after).zh}`, `${mark.en} “${title.en}”${note(after).en}`)
  },
  'plan/create': ({ after }) =>
    words(`新建预案《${field(after, 'title')}》`, `added the plan “${field(after, 'titleEn')}”`),
  'plan/save': ({ after }) =>
    words(`修订预案《${field(after, 'title')}》`, `revised the plan “${field(after, 'titleEn')}”`),
  'plan/publish': ({ after }) =>
    words(`发布预案《${field(after, 'title')}》`, `published the plan “${field(after, 'titleEn')}”`),
}
