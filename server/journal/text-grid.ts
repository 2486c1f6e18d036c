import { because, field, nameOf, type Sentences, valueAt, words } from './text-field.ts'

const named = (row: Parameters<typeof nameOf>[0]) => nameOf(row)

const told =
  (zh: string, en: string): Sentences[string] =>
  row =>
    words(`${zh}网格调整方案「${named(row)}」`, `${en} the grid proposal “${named(row)}”`)

const withReason =
  (zh: string, en: string): Sentences[string] =>
  row => {
    const reason = because(row.after)
    return words(
      `${zh}网格调整方案「${named(row)}」${reason.zh}`,
      `${en} the grid proposal “${named(row)}”${reason.en}`,
    )
  }

const day = (at: string) => at.slice(0, 10)

export const gridSentences: Sentences = {
  'grid-draft/save': row => words(`保存网格草稿「${named(row)}」`, `saved the grid draft “${named(row)}”`),
  'grid-draft/discard': row =>
    words(`放弃网格草稿「${named(row)}」`, `discarded the grid draft “${named(row)}”`),
  'grid-draft/propose': told('提交', 'proposed'),
  'grid-draft/recall': told('撤回', 'took back'),
  'grid-draft/approve': row => {
    const at = field(row.after, 'effectiveAt')
    return words(
      `批准网格调整方案「${named(row)}」${at ? `，自 ${day(at)} 起生效` : ''}`,
      `approved the grid proposal “${named(row)}”${at ? `, in force from ${day(at)}` : ''}`,
    )
  },
  'grid-draft/reject': withReason('驳回', 'sent back'),
  'grid-draft/publish': told('发布', 'put in force'),
  'grid-draft/stall': row => {
    const [zh, en] = [field(row.after, 'stalled', 'zh'), field(row.after, 'stalled', 'en')]
    return words(
      `未能使网格调整方案「${named(row)}」生效：${zh}`,
      `could not put the grid proposal “${named(row)}” in force: ${en}`,
    )
  },
  'grid-draft/rebase': told('合并', 'merged'),
  'grid-draft/import': row => {
    const file = field(valueAt(row.after, 'imported'), 'fileName')
    return words(
      `由文件 ${file} 起草网格「${named(row)}」`,
      `drafted grids from the file ${file}: “${named(row)}”`,
    )
  },
  'grid-draft/restore': row => {
    const at = field(valueAt(row.after, 'restore'), 'at')
    return words(
      `起草恢复 ${day(at)} 的网格「${named(row)}」`,
      `drafted a return to the grids of ${day(at)}: “${named(row)}”`,
    )
  },
}
