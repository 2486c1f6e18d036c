import { Skill } from '../server/responder/responder.ts'
import type { Need, Text } from './plan.ts'

export const skillNames: Record<Skill, Text> = {
  fire: { zh: '消防灭火', en: 'firefighting' },
  rescue: { zh: '抢险救援', en: 'rescue' },
  medical: { zh: '医疗急救', en: 'emergency medical' },
  police: { zh: '公安警务', en: 'police' },
  flood: { zh: '防汛抢险', en: 'flood fighting' },
  hazmat: { zh: '危化处置', en: 'hazmat' },
  engineering: { zh: '工程抢修', en: 'engineering' },
  power: { zh: '电力抢修', en: 'power repair' },
  evacuation: { zh: '转移安置', en: 'evacuation' },
  monitoring: { zh: '环境监测', en: 'monitoring' },
  militia: { zh: '民兵应急', en: 'militia' },
  'water-supply': { zh: '供水保障', en: 'water supply' },
  epidemic: { zh: '疾控防疫', en: 'disease control' },
  structure: { zh: '建筑结构', en: 'structures' },
  geology: { zh: '地质', en: 'geology' },
  psychology: { zh: '心理援助', en: 'psychological aid' },
  chemical: { zh: '化工', en: 'chemical engineering' },
  hydrology: { zh: '水文水利', en: 'hydrology' },
  burns: { zh: '烧伤与危重症', en: 'burns and critical care' },
}

/** Items a store is expected to list under this Chinese name, so that a need finds its stock. */
export const supplyItems: readonly (Text & { unit: string })[] = [
  { zh: '编织袋', en: 'Sandbags', unit: '条' },
  { zh: '土工布', en: 'Geotextile', unit: '平方米' },
  { zh: '块石', en: 'Rubble stone', unit: '吨' },
  { zh: '水泵', en: 'Pumps', unit: '台' },
  { zh: '冲锋舟', en: 'Assault boats', unit: '艘' },
  { zh: '救生衣', en: 'Life jackets', unit: '件' },
  { zh: '照明灯组', en: 'Lighting sets', unit: '套' },
  { zh: '发电机', en: 'Generators', unit: '台' },
  { zh: '帐篷', en: 'Tents', unit: '顶' },
  { zh: '折叠床', en: 'Folding beds', unit: '张' },
  { zh: '毛毯', en: 'Blankets', unit: '床' },
  { zh: '饮用水', en: 'Drinking water', unit: '箱' },
  { zh: '方便食品', en: 'Ready-to-eat food', unit: '箱' },
  { zh: '防化服', en: 'Chemical protective suits', unit: '套' },
  { zh: '空气呼吸器', en: 'Breathing apparatus', unit: '套' },
  { zh: '防毒面具', en: 'Gas masks', unit: '具' },
  { zh: '洗消帐篷', en: 'Decontamination tents', unit: '顶' },
  { zh: '堵漏工具', en: 'Leak sealing kits', unit: '套' },
  { zh: '吸附材料', en: 'Absorbents', unit: '千克' },
  { zh: '中和药剂', en: 'Neutralising agents', unit: '千克' },
  { zh: '气体检测仪', en: 'Gas detectors', unit: '台' },
  { zh: '泡沫灭火剂', en: 'Foam concentrate', unit: '吨' },
  { zh: '急救包', en: 'First-aid kits', unit: '个' },
  { zh: '担架', en: 'Stretchers', unit: '副' },
  { zh: '检伤标签', en: 'Triage tags', unit: '张' },
  { zh: '口罩', en: 'Masks', unit: '箱' },
  { zh: '医用防护服', en: 'Medical protective clothing', unit: '套' },
  { zh: '消毒药剂', en: 'Disinfectant', unit: '千克' },
  { zh: '警戒带', en: 'Barrier tape', unit: '卷' },
  { zh: '硬质围栏', en: 'Crowd barriers', unit: '个' },
  { zh: '扩音器', en: 'Loudhailers', unit: '个' },
  { zh: '油锯', en: 'Chain saws', unit: '台' },
  { zh: '防爆风机', en: 'Explosion-proof fans', unit: '台' },
]

const kindNames: Record<Need['kind'], Text & { measure: string }> = {
  team: { zh: '队伍', en: 'team', measure: '支' },
  expert: { zh: '专家', en: 'expert', measure: '名' },
  vehicle: { zh: '车辆', en: 'vehicle', measure: '辆' },
  supply: { zh: '物资', en: 'supply', measure: '' },
}

const skillOf = (name: string) => Skill.safeParse(name).data
const itemOf = (name: string) => supplyItems.find(item => item.zh === name)

/** Whether the need names a skill, or an item, that the registers know. */
export function isKnownNeed(need: Need): boolean {
  return need.kind === 'supply' ? itemOf(need.skill) !== undefined : skillOf(need.skill) !== undefined
}

/** A need in words: 「2 支消防灭火队伍（10 分钟内）」, "2 firefighting teams (within 10 min)". */
export function needText(need: Need): Text {
  const skill = skillOf(need.skill)
  const item = itemOf(need.skill)
  const name = skill ? skillNames[skill] : { zh: need.skill, en: item?.en ?? need.skill }
  const kind = kindNames[need.kind]
  const isSupply = need.kind === 'supply'
  const withinZh = need.withinMinutes ? `（${need.withinMinutes} 分钟内）` : ''
  const withinEn = need.withinMinutes ? ` (within ${need.withinMinutes} min)` : ''
  const zh = isSupply
    ? `${name.zh} ${need.count} ${item?.unit ?? '件'}`
    : `${need.count} ${kind.measure}${name.zh}${kind.zh}`
  const en = isSupply
    ? `${name.en} × ${need.count}`
    : `${need.count} ${name.en} ${kind.en}${need.count > 1 ? 's' : ''}`
  return { zh: zh + withinZh, en: en + withinEn }
}
