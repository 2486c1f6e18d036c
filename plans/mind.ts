import { joins } from './level.ts'
import { type Plan, type PlanNode, type ResponseLevel, safeLink } from './plan.ts'

/** The keys of a mind-elixir node that we let through; never `dangerouslySetInnerHTML`, style or images. */
export type MindNode = {
  id: string
  topic: string
  expanded?: boolean
  tags?: string[]
  hyperLink?: string
  children?: MindNode[]
}

export type MindOptions = {
  language: 'zh' | 'en'
  /** Show only what takes part at this level. Absent: everything, with its level as a tag. */
  level?: ResponseLevel
  /** Nodes to show whatever the level, such as those on a board. */
  also?: { has(id: string): boolean }
  /** Deepest level shown unfolded. The root is 1. Default 3. */
  expandedDepth?: number
}

const kindTags: Record<PlanNode['kind'], { zh: string; en: string }> = {
  stage: { zh: '阶段', en: 'Stage' },
  task: { zh: '任务', en: 'Task' },
  role: { zh: '岗位', en: 'Role' },
  resource: { zh: '资源', en: 'Resource' },
  notice: { zh: '通知', en: 'Notice' },
  map: { zh: '地图', en: 'Map' },
  check: { zh: '核查', en: 'Check' },
  decision: { zh: '决策', en: 'Decision' },
}

// Full-width signs read the same and are no markup, should a renderer ever write a label as HTML.
function label(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('<', '＜').replaceAll('>', '＞').replaceAll('&', '＆').trim()
}

function mindNode(node: PlanNode, depth: number, options: MindOptions): MindNode {
  const children = (node.children ?? []).filter(child => isShown(child, options))
  const isTagged = options.level === undefined && node.level !== undefined
  const tags = [
    ...(node.kind === 'stage' ? [] : [kindTags[node.kind][options.language]]),
    ...(isTagged ? [`${node.level}`] : []),
  ]
  const made: MindNode = {
    id: node.id,
    topic: label(node.title[options.language]),
    expanded: depth < (options.expandedDepth ?? 3),
  }
  if (tags.length > 0) made.tags = tags
  if (node.link && safeLink.test(node.link)) made.hyperLink = node.link
  if (children.length > 0) made.children = children.map(child => mindNode(child, depth + 1, options))
  return made
}

function isShown(node: PlanNode, options: MindOptions): boolean {
  if (options.level === undefined || options.also?.has(node.id)) return true
  if (!joins(node.level, options.level)) return false
  const isHollow = node.kind === 'stage' && (node.children ?? []).length > 0
  return !isHollow || (node.children ?? []).some(child => isShown(child, options))
}

/** Data for mind-elixir's `init`: a fresh tree, since the library writes parents into what it is given. */
export function mindOf(plan: Plan, options: MindOptions): { nodeData: MindNode } {
  return { nodeData: mindNode(plan.root, 1, options) }
}
