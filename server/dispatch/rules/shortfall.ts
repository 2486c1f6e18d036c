import { needText } from '../../../plans/need.ts'
import type { Travel } from '../../road/road.ts'
import type { Need } from '../dispatch.ts'
import { type Choosable, isReachable } from './choose.ts'

interface Fitting {
  responder: Choosable
  travel: Travel | undefined
  isChosenElsewhere: boolean
}

/** Why fewer than asked can be sent, in words: what was asked, what there is, what keeps each of the others. */
export function shortfall(
  need: Need,
  chosen: number,
  fitting: readonly Fitting[],
): { zh: string; en: string } | null {
  if (chosen >= need.count) return null
  const asked = needText(need)
  if (fitting.length === 0) {
    return {
      zh: `需要 ${asked.zh}，本镇街没有登记这类力量`,
      en: `Needs ${asked.en}; none is registered in this town`,
    }
  }
  const causes = [
    { zh: '未在岗', en: 'off duty', count: fitting.filter(one => one.responder.state === 'off-duty').length },
    {
      zh: '出动中',
      en: 'already out',
      count: fitting.filter(one => !one.responder.available && one.responder.state !== 'off-duty').length,
    },
    {
      zh: '无路可达',
      en: 'with no way through',
      count: fitting.filter(one => one.responder.available && !isReachable(one.travel)).length,
    },
    {
      zh: '用于其他需求',
      en: 'used for another need',
      count: fitting.filter(one => one.isChosenElsewhere).length,
    },
  ].filter(cause => cause.count > 0)
  const zh = causes.map(cause => `${cause.zh} ${cause.count}`).join('、')
  const en = causes.map(cause => `${cause.count} ${cause.en}`).join(', ')
  return {
    zh: `需要 ${asked.zh}，共登记 ${fitting.length}，可派 ${chosen}${zh ? `；${zh}` : ''}`,
    en: `Needs ${asked.en}; ${fitting.length} registered, ${chosen} can go${en ? `; ${en}` : ''}`,
  }
}

export function stockShortfall(need: Need, free: number, unit: string): { zh: string; en: string } | null {
  if (free >= need.count) return null
  return {
    zh: `需要 ${need.skill} ${need.count} ${unit}，各库可用合计 ${free} ${unit}`.trimEnd(),
    en: `Needs ${need.count} of ${need.skill}; ${free} free in all stores`,
  }
}
