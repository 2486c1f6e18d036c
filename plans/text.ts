import { joins } from './level.ts'
import { needText } from './need.ts'
import { type Plan, type PlanNode, type ResponseLevel, safeLink, type Text } from './plan.ts'
import { isActed, type Place, walk } from './walk.ts'

export type Language = 'zh' | 'en'

export type TextOptions = {
  language: Language
  /** Only what takes part at this level; absent: the whole plan. */
  level?: ResponseLevel
}

/** One line of the outline. `number` counts from 1 inside each parent: 2.3.1. The root has none. */
export type OutlineLine = {
  nodeId: string
  number: string
  depth: number
  kind: PlanNode['kind']
  title: string
}

export type ChecklistLine = {
  nodeId: string
  number: string
  stage: string
  title: string
  role: string
  minutes: number | undefined
  level: ResponseLevel | undefined
  note: string
}

const kindNames: Record<PlanNode['kind'], Text> = {
  stage: { zh: '阶段', en: 'stage' },
  task: { zh: '任务', en: 'task' },
  role: { zh: '岗位', en: 'role' },
  resource: { zh: '资源需求', en: 'resources' },
  notice: { zh: '通知', en: 'notice' },
  map: { zh: '地图操作', en: 'on the map' },
  check: { zh: '核查', en: 'check' },
  decision: { zh: '决策', en: 'decision' },
}

const words = {
  by: { zh: '责任', en: 'responsible' },
  within: { zh: '时限', en: 'within' },
  after: { zh: '前置', en: 'after' },
  from: { zh: '级起', en: ' and above' },
  clause: { zh: '依据', en: 'clause' },
  to: { zh: '对象', en: 'to' },
  basis: { zh: '编制依据', en: 'Basis' },
  levels: { zh: '响应分级', en: 'Response levels' },
  roles: { zh: '指挥体系', en: 'Command structure' },
  body: { zh: '响应流程', en: 'Response' },
  edition: { zh: '版本', en: 'Edition' },
  radius: { zh: '半径', en: 'radius' },
} satisfies Record<string, Text>

/** A span of minutes in words: 45 分钟, 2 小时, 3 天. */
export function spanText(minutes: number): Text {
  if (minutes % 1440 === 0) return { zh: `${minutes / 1440} 天`, en: `${minutes / 1440} d` }
  if (minutes % 60 === 0) return { zh: `${minutes / 60} 小时`, en: `${minutes / 60} h` }
  return { zh: `${minutes} 分钟`, en: `${minutes} min` }
}

type Numbered = { place: Place; number: string }

function numbered(plan: Plan, level: ResponseLevel | undefined): Numbered[] {
  const places = walk(plan.root)
  const isIn = (place: Place) => level === undefined || joins(place.gate, level)
  const holds = (place: Place) =>
    place.node.kind !== 'stage' ||
    place.end === place.index + 1 ||
    places.slice(place.index + 1, place.end).some(isIn)
  const numbers = places.map(() => '')
  const counts = places.map(() => 0)
  return places
    .filter(place => isIn(place) && holds(place))
    .map(place => {
      if (place.parent < 0) return { place, number: '' }
      const count = (counts[place.parent] ?? 0) + 1
      counts[place.parent] = count
      const above = numbers[place.parent]
      const number = above ? `${above}.${count}` : `${count}`
      numbers[place.index] = number
      return { place, number }
    })
}

/** The plan as a numbered outline. */
export function outline(plan: Plan, { language, level }: TextOptions): OutlineLine[] {
  return numbered(plan, level).map(({ place, number }) => {
    const { id, kind, title } = place.node
    return { nodeId: id, number, depth: place.depth, kind, title: title[language] }
  })
}

/** What people act on, in order, each with its stage, its role and its time. `role` keeps one role's lines. */
export function checklist(plan: Plan, options: TextOptions & { role?: string }): ChecklistLine[] {
  const { language, level, role } = options
  const titles = new Map(plan.roles.map(one => [one.id, one.title[language]]))
  const lines = numbered(plan, level)
  const above = new Map(lines.map(({ place }) => [place.index, place]))
  return lines
    .filter(({ place }) => isActed(place.node) && (role === undefined || place.role === role))
    .map(({ place, number }) => ({
      nodeId: place.node.id,
      number,
      stage: above.get(place.parent)?.node.title[language] ?? '',
      title: place.node.title[language],
      role: titles.get(place.role ?? '') ?? '',
      minutes: place.node.minutes,
      level: place.gate,
      note: place.node.note?.[language] ?? '',
    }))
}

// Characters that Markdown or the HTML inside it would read as markup.
function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~&]/g, sign => `\\${sign}`).replaceAll('\n', ' ')
}

function facts(plan: Plan, place: Place, numberOf: ReadonlyMap<string, string>, language: Language): string {
  const { node } = place
  const say = (text: Text) => text[language]
  const role = plan.roles.find(one => one.id === place.role)
  const after = (node.after ?? []).map(id => numberOf.get(id)).filter(number => number !== undefined)
  const parts = [
    say(kindNames[node.kind]),
    role && isActed(node) ? `${say(words.by)} ${plain(say(role.title))}` : '',
    node.minutes ? `${say(words.within)} ${say(spanText(node.minutes))}` : '',
    node.level ? `${node.level}${say(words.from)}` : '',
    after.length > 0 ? `${say(words.after)} ${after.join(', ')}` : '',
    node.map?.radiusMeters ? `${say(words.radius)} ${node.map.radiusMeters} m` : '',
    node.clause ? `${say(words.clause)} ${plain(node.clause)}` : '',
  ]
  return parts.filter(part => part !== '').join(language === 'zh' ? '；' : '; ')
}

function nodeText(
  plan: Plan,
  line: Numbered,
  numberOf: ReadonlyMap<string, string>,
  language: Language,
): string[] {
  const { place, number } = line
  const { node } = place
  const marks = language === 'zh' ? ['（', '）', '：'] : [' (', ')', ': ']
  const title = plain(node.title[language])
  if (node.kind === 'stage') {
    const note = node.note ? [plain(node.note[language]), ''] : []
    return ['', `${'#'.repeat(Math.min(6, place.depth + 1))} ${number} ${title}`, '', ...note]
  }
  const needs = (node.need ?? []).map(need => `  - ${plain(needText(need)[language])}`)
  const notice = node.notice
    ? [
        `  - ${words.to[language]} ${plain(node.notice.to[language])}${marks[2]}${plain(node.notice.text[language])}`,
      ]
    : []
  const link = node.link && safeLink.test(node.link) ? [`  - <${node.link}>`] : []
  const note = node.note ? [`  - ${plain(node.note[language])}`] : []
  const head = `- **${number} ${title}**${marks[0]}${facts(plan, place, numberOf, language)}${marks[1]}`
  return [head, ...note, ...needs, ...notice, ...link]
}

/** The whole plan, or what takes part at one level, as Markdown. Texts are escaped: none of them is markup. */
export function markdown(plan: Plan, { language, level }: TextOptions): string {
  const lines = numbered(plan, level)
  const numberOf = new Map(lines.map(({ place, number }) => [place.node.id, number]))
  const list = (texts: readonly Text[]) => texts.map(text => `- ${plain(text[language])}`)
  const criteria = (['I', 'II', 'III', 'IV'] as const).map(
    one => `- **${one}** ${plain(plan.levels[one][language])}`,
  )
  const head = [
    `# ${plain(plan.title[language])}`,
    '',
    `${plan.code} · ${words.edition[language]} ${plain(plan.edition)}`,
    ...(plan.root.note ? ['', `> ${plain(plan.root.note[language])}`] : []),
    ...['', `## ${words.basis[language]}`, '', ...list(plan.basis)],
    ...['', `## ${words.levels[language]}`, '', ...criteria],
    ...['', `## ${words.roles[language]}`, '', ...list(plan.roles.map(role => role.title))],
    ...['', `## ${words.body[language]}`],
  ]
  const body = lines
    .filter(line => line.number !== '')
    .flatMap(line => nodeText(plan, line, numberOf, language))
  return `${[...head, ...body].join('\n').replace(/\n{3,}/g, '\n\n')}\n`
}
