import { because, field, type Sentence, type Sentences, type Told, valueAt, words } from './text-field.ts'

function eta(noun: unknown): Sentence {
  const seconds = valueAt(noun, 'etaSeconds')
  if (typeof seconds !== 'number') return words('', '')
  const minutes = Math.floor(seconds / 60)
  const rest = Math.round(seconds % 60)
  const zh = minutes > 0 ? `${minutes} 分${rest > 0 ? ` ${rest} 秒` : '钟'}` : `${rest} 秒`
  return words(`，预计 ${zh}到达`, `, due in ${minutes}:${String(rest).padStart(2, '0')}`)
}

const team = (noun: unknown) => `「${field(noun, 'responderName')}」`
const answer =
  (zh: string, en: string) =>
  ({ after }: Told): Sentence => {
    const reason = because(after)
    return words(`${team(after)}${zh}${reason.zh}`, `${en} ${team(after)}${reason.en}`)
  }

const zoneName = (noun: unknown) =>
  field(noun, 'kind') === 'cordon' ? words('警戒区', 'cordon') : words('危险区', 'danger zone')

export const dispatchSentences: Sentences = {
  'order/order': ({ after }) =>
    words(`命令${team(after)}出动${eta(after).zh}`, `ordered ${team(after)} out${eta(after).en}`),
  'order/acknowledge': answer('确认受领命令', 'acknowledged the order for'),
  'order/decline': answer('无法执行命令', 'declined the order for'),
  'order/depart': answer('已出发', 'set out with'),
  'order/arrive': answer('到达现场', 'arrived with'),
  'order/release': answer('归队', 'released'),
  'position/report-position': ({ after }) =>
    words(
      `「${field(after, 'responderName')}」上报位置`,
      `reported where “${field(after, 'responderName')}” is`,
    ),
  'closure/close-road': ({ after }) =>
    words(`封闭道路${because(after).zh}`, `closed a road${because(after).en}`),
  'closure/lift': ({ after }) =>
    words(`解除道路封闭${because(after).zh}`, `reopened a road${because(after).en}`),
  'zone/draw': ({ after }) => {
    const name = zoneName(after)
    const people = field(after, 'people')
    return words(
      `划定${name.zh}${because(after).zh}，区内 ${people} 人`,
      `drew a ${name.en}${because(after).en}, ${people} people inside`,
    )
  },
  'zone/lift': ({ after }) =>
    words(
      `解除${zoneName(after).zh}${because(after).zh}`,
      `lifted a ${zoneName(after).en}${because(after).en}`,
    ),
  'drill/open': ({ after }) =>
    words(`开设演练「${field(after, 'name')}」`, `opened the drill “${field(after, 'name')}”`),
  'drill/pause': () => words('暂停演练时钟', 'paused the drill clock'),
  'drill/run': ({ after }) =>
    words(
      `以 ${field(after, 'world', 'rate')} 倍速运行演练时钟`,
      `ran the drill clock at ×${field(after, 'world', 'rate')}`,
    ),
  'drill/set': () => words('拨快演练时钟', 'set the drill clock forward'),
  'drill/end': ({ after }) =>
    words(`结束演练「${field(after, 'name')}」`, `ended the drill “${field(after, 'name')}”`),
}
