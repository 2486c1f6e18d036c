// GB 18218-2018, 4.2.1
import type { Stock } from '../../hazard/hazard.ts'
import {
  compareRatios,
  per,
  plus,
  type Ratio,
  ratioOf,
  ratioText,
  zero,
} from '../../installation/rules/ratio.ts'
import { withCas } from '../../installation/rules/search.ts'
import type { Finding, Parameters, Registers } from './registers.ts'

interface Share {
  stock: Stock
  nameEn: string
  quantity: string
  share: Ratio
}

/** Sources that hold their critical quantity of the named substances and are not marked as major installations. */
export function overThreshold({ hazards }: Registers, parameters: Parameters): Finding[] {
  const threshold = ratioOf(parameters.text('ratio')) ?? { over: 1n, under: 1n }
  return hazards.flatMap((hazard): Finding[] => {
    if (hazard.major || hazard.standing !== 'confirmed') return []
    const shares = hazard.inventory.flatMap(shareOf)
    const sum = shares.reduce((total, { share }) => plus(total, share), zero)
    if (shares.length === 0 || compareRatios(sum, threshold) < 0) return []
    const text = ratioText(sum, { thresholds: [threshold] })
    return [
      {
        key: `hazard:${hazard.id}`,
        name: { zh: hazard.name, en: hazard.nameEn || hazard.name },
        lngLat: hazard.lngLat,
        kind: hazard.kind,
        reachMeters: hazard.reachMeters,
        marks: hazard.id,
        reasons: [
          ...shares.map(({ stock, nameEn, quantity }) => ({
            zh: `${stock.name} ${stock.tonnes} t，临界量 ${quantity} t`,
            en: `${nameEn} ${stock.tonnes} t, critical quantity ${quantity} t`,
          })),
          { zh: `S = ${text} ≥ 1，应按重大危险源管理`, en: `S = ${text} ≥ 1: a major hazard installation` },
        ],
        facts: {
          hazard: hazard.id,
          s: text,
          // However the inventory is listed.
          stocks: shares.map(({ stock }) => `${stock.cas} ${stock.tonnes}`).sort(),
        },
      },
    ]
  })
}

function shareOf(stock: Stock): Share[] {
  const [substance] = stock.cas ? withCas(stock.cas) : []
  const tonnes = ratioOf(String(stock.tonnes))
  const quantity = substance && ratioOf(substance.quantity)
  return substance && tonnes && quantity
    ? [{ stock, nameEn: substance.nameEn, quantity: substance.quantity, share: per(tonnes, quantity) }]
    : []
}
