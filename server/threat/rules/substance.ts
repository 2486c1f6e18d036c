import { isInErg } from './erg.ts'
import { both } from './sourced.ts'
import { type Substance, substances } from './substance-table.ts'
import { toxicity } from './toxicity-table.ts'

/** A substance of the table by its key, such as `ammonia`. */
export const substanceOf = (key: string): Substance | undefined => substances.find(each => each.key === key)

/** What a register row holds, by its CAS number and otherwise by its name. */
export function substanceIn(stock: { name: string; cas: string | null }): Substance | undefined {
  const byNumber =
    stock.cas === null ? undefined : substances.find(each => each.cas.includes(stock.cas ?? ''))
  return (
    byNumber ??
    substances.find(each => [each.name.zh, each.name.en, ...each.aliases].includes(stock.name.trim()))
  )
}

export const models = ['erg', 'bleve', 'plume', 'explosion', 'pool-fire', 'fireball', 'flood'] as const
export type ModelKind = (typeof models)[number]

/** `cold-jet` is liquefied gas that escapes as liquid and boils; `vapour` is gas as warm as the air. */
export type Release = 'vapour' | 'cold-jet'

type Reason = ReturnType<typeof both>

/**
 * Why a model may not be used for a substance, or null where it may. A neutral plume of a heavy gas would be drawn
 * too narrow and too far and is never drawn: the tables of the guide hold instead.
 */
export function whyNot(
  model: ModelKind,
  of: Substance | undefined,
  release: Release = 'vapour',
): Reason | null {
  if (model === 'flood') return null
  if (!of) return both('先选一种物质', 'Choose a substance first')
  if (model === 'plume') return whyNoPlume(of, release)
  return reasons[model](of)
}

function whyNoPlume({ name, behaviour, key, molarMass }: Substance, release: Release): Reason | null {
  if (behaviour === 'dense') {
    return both(
      `${name.zh}比空气重或低温释放（分子量 ${molarMass}），高斯烟羽模型不适用，请改用应急指南（ERG）隔离距离`,
      `${name.en} is a heavy or cold gas (molar mass ${molarMass}); the Gaussian plume does not hold. Use the guide (ERG) distances`,
    )
  }
  if (behaviour === 'cold-jet' && release === 'cold-jet') {
    return both(
      `${name.zh}液化气体的低温射流是重气，高斯烟羽模型不适用，请改用应急指南（ERG）隔离距离`,
      `A cold jet of liquefied ${name.en.toLowerCase()} is heavy; the Gaussian plume does not hold. Use the guide (ERG) distances`,
    )
  }
  if (behaviour === 'none' || !toxicity[key]) {
    return both(`没有${name.zh}的毒性阈值`, `There are no toxic thresholds for ${name.en.toLowerCase()}`)
  }
  return null
}

const missing = (zh: string, en: string) => (has: boolean) => (has ? null : both(zh, en))
const noGuide = missing('应急指南（ERG）表中没有这种物质', 'The guide (ERG) has no entry for it')
const noBurning = missing(
  '没有它的燃烧热，不作爆炸计算',
  'No heat of combustion is known: it does not explode here',
)
const noPool = missing('没有它的液池燃烧速率', 'It does not burn in a pool')
const noVessel = missing('不是液化可燃气体，不会形成火球', 'It is no liquefied flammable gas: no fireball')

const reasons: Record<Exclude<ModelKind, 'plume' | 'flood'>, (of: Substance) => Reason | null> = {
  erg: ({ un }) => noGuide(isInErg(un)),
  bleve: ({ key }) =>
    missing(
      'BLEVE 距离规则只用于液化石油气',
      'The BLEVE rule is for liquefied petroleum gas only',
    )(key === 'lpg'),
  explosion: ({ combustion }) => noBurning(combustion !== null),
  'pool-fire': ({ burningRate }) => noPool(burningRate !== null),
  fireball: ({ liquefied, combustion }) => noVessel(liquefied && combustion !== null),
}
