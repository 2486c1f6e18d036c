import { joins, levelsUpward } from './level.ts'
import { isKnownNeed } from './need.ts'
import { orderEvents } from './order.ts'
import { depthLimit, nodeLimit, type Plan, type Text } from './plan.ts'
import { actedAt, addedBy, type Place, walk } from './walk.ts'

export type Finding = { nodeId?: string; severity: 'error' | 'warning'; code: string; message: Text }

type Report = (place: Place | undefined, severity: Finding['severity'], code: string, message: Text) => void

const mayHold = new Set(['stage', 'task', 'check', 'decision'])
const needsAnswerer = new Set(['task', 'resource', 'notice', 'map', 'check', 'decision'])

function checkCount(plan: Plan, places: readonly Place[], report: Report) {
  if (places.length > nodeLimit) {
    report(undefined, 'error', 'too-many-nodes', {
      zh: `节点超过 ${nodeLimit} 个`,
      en: `More than ${nodeLimit} nodes`,
    })
  }
  const deep = places.find(place => place.depth > depthLimit)
  if (deep) {
    report(deep, 'error', 'too-deep', {
      zh: `层级超过 ${depthLimit} 层`,
      en: `Deeper than ${depthLimit} levels`,
    })
  }
  if (plan.incidentTypes.length === 0) {
    report(undefined, 'error', 'no-incident-type', {
      zh: '未说明适用的事件类型',
      en: 'It names no incident type',
    })
  }
}

function checkIds(plan: Plan, places: readonly Place[], report: Report) {
  const ids = new Set<string>()
  for (const place of places) {
    const { id } = place.node
    if (ids.has(id))
      report(place, 'error', 'duplicate-id', { zh: `编号 ${id} 重复`, en: `Id ${id} is used twice` })
    ids.add(id)
  }
  const roles = new Set<string>()
  for (const { id, title } of plan.roles) {
    if (roles.has(id)) {
      report(undefined, 'error', 'duplicate-role', {
        zh: `岗位「${title.zh}」重复`,
        en: `Role “${title.en}” is listed twice`,
      })
    }
    roles.add(id)
  }
}

function checkRoles(plan: Plan, places: readonly Place[], report: Report) {
  const roles = new Set(plan.roles.map(role => role.id))
  const used = new Set(places.map(place => place.node.role))
  for (const place of places) {
    const { node } = place
    if (node.role !== undefined && !roles.has(node.role)) {
      report(place, 'error', 'unknown-role', {
        zh: `责任岗位 ${node.role} 不存在`,
        en: `Role ${node.role} does not exist`,
      })
    }
    if (place.role === undefined && needsAnswerer.has(node.kind)) {
      report(place, 'warning', 'no-role', { zh: '没有责任岗位', en: 'Nobody is responsible' })
    }
  }
  for (const role of plan.roles) {
    if (used.has(role.id)) continue
    const message = {
      zh: `岗位「${role.title.zh}」没有任务`,
      en: `Role “${role.title.en}” has nothing to do`,
    }
    report(undefined, 'warning', 'role-unused', message)
  }
}

function checkNeeds(place: Place, report: Report) {
  const { kind, need } = place.node
  if (kind === 'resource' && !need?.length) {
    report(place, 'error', 'need-missing', {
      zh: '资源需求没有写明要什么',
      en: 'The resource node names no need',
    })
  }
  for (const one of need ?? []) {
    if (!(one.count > 0))
      report(place, 'error', 'bad-count', { zh: '数量应大于零', en: 'The count must be positive' })
    if (isKnownNeed(one)) continue
    // A town may stock what the standard list does not name; a skill nobody has can never be met.
    const severity = one.kind === 'supply' ? 'warning' : 'error'
    report(place, severity, 'unknown-skill', {
      zh: `没有「${one.skill}」这一能力或物资`,
      en: `No skill or item “${one.skill}”`,
    })
  }
}

function checkActs(place: Place, report: Report) {
  const { kind, map, notice } = place.node
  if (kind === 'notice' && !notice?.text.zh.trim()) {
    report(place, 'error', 'notice-missing', {
      zh: '通知没有对象或正文',
      en: 'The notice has no addressee or text',
    })
  }
  if (kind === 'map' && !map) {
    report(place, 'error', 'map-missing', { zh: '地图操作没有写明动作', en: 'The map node names no act' })
  }
  if ((map?.act === 'danger-zone' || map?.act === 'cordon') && map.radiusMeters === undefined) {
    report(place, 'warning', 'radius-missing', {
      zh: '没有默认半径，启动时须手工划定',
      en: 'No default radius: it must be drawn by hand',
    })
  }
}

function checkShape(place: Place, report: Report) {
  const { kind, children, minutes } = place.node
  const count = children?.length ?? 0
  if (count > 0 && !mayHold.has(kind)) {
    report(place, 'error', 'may-not-hold', {
      zh: '此类节点不能有下级',
      en: 'Nodes of this kind hold no others',
    })
  }
  if (count === 0 && kind === 'stage') {
    report(place, 'error', 'empty-stage', { zh: '阶段里没有内容', en: 'The stage is empty' })
  }
  if (minutes !== undefined && !(minutes > 0)) {
    report(place, 'error', 'bad-deadline', { zh: '时限应大于零', en: 'The deadline must be positive' })
  }
  if (place.gate !== undefined && place.node.level !== undefined && place.gate !== place.node.level) {
    const message = {
      zh: `所在阶段 ${place.gate} 级才启动`,
      en: `Its stage joins only at level ${place.gate}`,
    }
    report(place, 'warning', 'level-hidden', message)
  }
}

function checkAfter(places: readonly Place[], report: Report) {
  const byId = new Map(places.map(place => [place.node.id, place]))
  for (const place of places) {
    for (const id of place.node.after ?? []) {
      const before = byId.get(id)
      if (!before) {
        report(place, 'error', 'unknown-after', {
          zh: `前置节点 ${id} 不存在`,
          en: `It waits for ${id}, which does not exist`,
        })
      } else if (!joins(before.gate, place.gate ?? 'IV')) {
        const { zh, en } = before.node.title
        const message = {
          zh: `低级别响应时没有前置节点「${zh}」`,
          en: `At lower levels “${en}”, which it waits for, is absent`,
        }
        report(place, 'warning', 'after-absent', message)
      }
    }
  }
  const { cyclic } = orderEvents(places, () => true)
  const inside = cyclic.map(index => places[index]).filter(place => place !== undefined)
  const first = inside.find(place => place.node.after?.length) ?? inside[0]
  if (!first) return
  const names = inside.slice(0, 4).map(place => place.node)
  report(first, 'error', 'cycle', {
    zh: `前置关系成环：${names.map(node => node.title.zh).join('、')}`,
    en: `These wait for each other: ${names.map(node => node.title.en).join(', ')}`,
  })
}

function checkLevels(plan: Plan, report: Report) {
  levelsUpward.forEach((level, rank) => {
    if (!plan.levels[level].zh.trim()) {
      report(undefined, 'error', 'no-criteria', {
        zh: `${level} 级没有启动条件`,
        en: `Level ${level} has no start criteria`,
      })
    }
    if (actedAt(plan, level).length === 0) {
      report(undefined, 'error', 'level-empty', {
        zh: `${level} 级响应没有任何任务`,
        en: `Level ${level} has nothing to do`,
      })
    }
    const below = levelsUpward[rank - 1]
    if (below && addedBy(plan, below, level).length === 0) {
      report(undefined, 'warning', 'level-adds-nothing', {
        zh: `升至 ${level} 级不增加任务`,
        en: `Level ${level} adds nothing`,
      })
    }
  })
}

/** What is wrong with a plan. With no errors it can be run at every level; warnings are for the author. */
export function checkPlan(plan: Plan): Finding[] {
  const findings: Finding[] = []
  const report: Report = (place, severity, code, message) => {
    findings.push({ ...(place ? { nodeId: place.node.id } : {}), severity, code, message })
  }
  const places = walk(plan.root)
  checkCount(plan, places, report)
  checkIds(plan, places, report)
  checkRoles(plan, places, report)
  for (const place of places) {
    checkShape(place, report)
    checkNeeds(place, report)
    checkActs(place, report)
  }
  checkAfter(places, report)
  checkLevels(plan, report)
  return findings
}
