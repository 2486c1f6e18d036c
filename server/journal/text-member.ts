import { field, nameOf, type Sentences, words } from './text-field.ts'

/** Who keeps which grid; a posting tells its member only where it was made. */
export const memberSentences: Sentences = {
  'member/leave': row => {
    const on = field(row.after, 'leftOn')
    return words(`办理「${nameOf(row)}」离岗，至 ${on}`, `ended the service of “${nameOf(row)}” on ${on}`)
  },
  'posting/appoint': ({ after }) => {
    const [name, grid] = [field(after, 'name'), field(after, 'gridName')]
    const from = field(after, 'fromOn')
    return words(
      `任命「${name}」${grid ? `到「${grid}」` : ''}，自 ${from} 起`,
      `posted “${name}”${grid ? ` to “${grid}”` : ''} from ${from}`,
    )
  },
  'posting/change': ({ before, after }) => {
    const [grid, end] = [field(after, 'gridName'), field(after, 'toOn')]
    return end && end !== field(before, 'toOn')
      ? words(`「${grid}」的任职到 ${end} 结束`, `let a posting to “${grid}” end on ${end}`)
      : words(`变更「${grid}」的任职`, `changed a posting to “${grid}”`)
  },
  'posting/end': ({ after }) => {
    const [grid, end, from] = [field(after, 'gridName'), field(after, 'toOn'), field(after, 'fromOn')]
    if (end < from)
      return words(`取消「${grid}」自 ${from} 起的任职`, `called off a posting to “${grid}” from ${from}`)
    return words(`结束「${grid}」的任职，至 ${end}`, `ended a posting to “${grid}” on ${end}`)
  },
  'grid/recode': ({ before, after }) => {
    const [name, old, code] = [field(after, 'name'), field(before, 'code'), field(after, 'code')]
    return words(
      `把网格「${name}」的编码 ${old} 换成 ${code}`,
      `changed the code of grid “${name}” from ${old} to ${code}`,
    )
  },
  'code-rule/set': ({ after }) => {
    const [level, serial] = [field(after, 'levelDigits'), field(after, 'serialDigits')]
    return words(
      `设定网格编码规则：层级 ${level} 位、序号 ${serial} 位`,
      `set the rule of grid codes: ${level} digits for the level, ${serial} for the serial`,
    )
  },
}
