// GB 18218-2018: S = Σ q/Q says whether a unit is a major hazard installation, R = α Σ β q/Q which grade it has.
import type { Appraisal, InstallationGrade, InventoryLine, WorkedLine } from '../installation.ts'
import { alphaTable, gradeTable } from './classes.ts'
import { type RefusedLine, type ResolvedLine, resolveLine } from './line.ts'
import { by, compareRatios, per, plus, type Ratio, ratioOf, ratioText, zero } from './ratio.ts'

export type Appraised = { appraised: true; result: Appraisal } | { appraised: false; faults: LineFault[] }

export interface LineFault extends Omit<RefusedLine, 'known'> {
  /** Place of the line, from 0. */
  line: number
}

const exact = (text: string): Ratio => ratioOf(text) ?? zero
const one: Ratio = { over: 1n, under: 1n }
const thresholds = gradeTable.map(({ from }) => exact(from))

/** The factor for people within 500 m outside the boundary. GB 18218-2018, table 5 */
export const alphaOf = (people: number): string =>
  alphaTable.find(({ from }) => people >= from)?.alpha ?? alphaTable[0]?.alpha ?? '2'

function gradeOf(r: Ratio): InstallationGrade {
  return gradeTable.find((_, place) => compareRatios(r, thresholds[place] ?? zero) >= 0)?.grade ?? 4
}

/** Identifies and grades a unit from its inventory and the people around it; or every line at fault. */
export function appraise(lines: readonly InventoryLine[], people: number): Appraised {
  const resolved: ResolvedLine[] = []
  const faults: LineFault[] = []
  for (const [line, each] of lines.map(resolveLine).entries()) {
    if (each.known) resolved.push(each)
    else faults.push({ line, field: each.field, message: each.message })
  }
  return faults.length > 0
    ? { appraised: false, faults }
    : { appraised: true, result: worked(resolved, people) }
}

function worked(resolved: readonly ResolvedLine[], people: number): Appraisal {
  const parts = resolved.map(({ mass, quantity, beta }) => {
    const share = per(mass, exact(quantity.value))
    return { share, product: by(share, exact(beta.value)) }
  })
  const s = parts.reduce((sum, { share }) => plus(sum, share), zero)
  const weighted = parts.reduce((sum, { product }) => plus(sum, product), zero)
  const alpha = alphaOf(people)
  const r = by(weighted, exact(alpha))
  const constitutes = compareRatios(s, one) >= 0
  return {
    lines: resolved.map((each, place) => workedLine(each, parts[place])),
    s: ratioText(s, { thresholds: [one] }),
    constitutes,
    people,
    alpha,
    weighted: ratioText(weighted),
    r: constitutes ? ratioText(r, { thresholds }) : null,
    grade: constitutes ? gradeOf(r) : 0,
    decidingLine: largest(parts.map(({ product }) => product)),
    verified: resolved.every(({ quantity, beta }) => quantity.verified && beta.verified),
  }
}

interface Parts {
  share: Ratio
  product: Ratio
}

function workedLine({ name, line, quantity, beta }: ResolvedLine, parts: Parts | undefined): WorkedLine {
  return {
    name,
    note: line.note,
    tonnes: line.tonnes,
    quantity,
    share: ratioText(parts?.share ?? zero),
    beta,
    product: ratioText(parts?.product ?? zero),
  }
}

function largest(products: readonly Ratio[]): number | null {
  let best: number | null = null
  for (const [place, product] of products.entries()) {
    if (best === null || compareRatios(product, products[best] ?? zero) > 0) best = place
  }
  return best
}
