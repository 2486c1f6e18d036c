// GB 18218-2018: which critical quantity Q and factor beta an inventory line has.
import type { Both } from '../../region/place.ts'
import type { Figure, InventoryLine } from '../installation.ts'
import { casOf, isCas } from './cas.ts'
import { classOf, type HazardClass, kindOf, toxicGases } from './classes.ts'
import { compareRatios, type Ratio, ratioOf, zero } from './ratio.ts'
import { withCas } from './search.ts'
import { type Substance, substanceOf } from './substances.ts'

export interface ResolvedLine {
  known: true
  line: InventoryLine
  name: Both
  mass: Ratio
  quantity: Figure
  beta: Figure
}

export interface RefusedLine {
  known: false
  field: 'no' | 'cas' | 'classes' | 'name' | 'tonnes'
  message: Both
}

/** More than any tank farm holds: a slip of the unit, kilograms for tonnes. */
const mostTonnes: Ratio = { over: 10_000_000n, under: 1n }
/** Entries whose print was read differently by two sources. */
const doubtful: ReadonlySet<number> = new Set([31, 42])

const refused = (field: RefusedLine['field'], zh: string, en: string): RefusedLine => ({
  known: false,
  field,
  message: { zh, en },
})

/** Q and beta of one line, named table first; or what is wrong with it and in which field. */
export function resolveLine(line: InventoryLine): ResolvedLine | RefusedLine {
  const mass = massOf(line.tonnes)
  if ('known' in mass) return mass
  const cas = line.cas === null || line.cas.trim() === '' ? null : casOf(line.cas)
  if (cas === null && line.cas !== null && line.cas.trim() !== '')
    return refused('cas', `CAS 号「${line.cas}」的写法不对`, `“${line.cas}” is not written like a CAS number`)
  if (cas !== null && !isCas(cas))
    return refused('cas', `CAS 号 ${cas} 的校验位不对`, `The check digit of CAS ${cas} is wrong`)
  const found = entryOf(line, cas)
  if (found && 'known' in found) return found
  const classes = line.classes.flatMap(symbol => classOf(symbol) ?? [])
  if (classes.length < line.classes.length)
    return refused('classes', '有不认识的类别符号', 'There is a class symbol that table 2 does not have')
  const whole = { ...line, cas, no: found?.no ?? null }
  return found ? namedLine(whole, { mass, substance: found, classes }) : classLine(whole, { mass, classes })
}

function massOf(text: string): Ratio | RefusedLine {
  const mass = ratioOf(text.trim())
  if (mass === null)
    return refused(
      'tonnes',
      `质量「${text}」不是正的十进制数（吨）`,
      `The mass “${text}” is no positive decimal number of tonnes`,
    )
  if (compareRatios(mass, zero) === 0) return refused('tonnes', '质量不能为 0', 'The mass is zero')
  if (compareRatios(mass, mostTonnes) > 0)
    return refused(
      'tonnes',
      '质量超过 1000 万吨，请核对单位（应为吨）',
      'The mass is over ten million tonnes; check the unit (tonnes)',
    )
  return mass
}

function entryOf({ no, classes }: InventoryLine, cas: string | null): Substance | null | RefusedLine {
  const named = cas === null ? [] : withCas(cas)
  if (no !== null) {
    const entry = substanceOf(no)
    if (!entry) return refused('no', `表 1 没有第 ${no} 项`, `Table 1 has no entry ${no}`)
    const fits = cas === null || entry.cas.length === 0 || named.includes(entry)
    return fits
      ? entry
      : refused('cas', `CAS ${cas} 不是「${entry.name}」的`, `CAS ${cas} is not that of ${entry.nameEn}`)
  }
  if (named.length > 1)
    return refused(
      'no',
      `CAS ${cas} 在表 1 中有 ${named.length} 项，请选定其中一项`,
      `CAS ${cas} stands for ${named.length} entries of table 1; choose one`,
    )
  const [entry] = named
  if (entry || classes.length > 0) return entry ?? null
  return cas === null
    ? refused('no', '没有选物质，也没有给类别', 'Neither a substance nor a class is given')
    : refused(
        'cas',
        `CAS ${cas} 不在表 1 中，请给出它的危险性类别`,
        `CAS ${cas} is not named in table 1; give its hazard class`,
      )
}

interface Found {
  mass: Ratio
  classes: HazardClass[]
}

function namedLine(
  line: InventoryLine,
  { mass, classes, substance }: Found & { substance: Substance },
): ResolvedLine | RefusedLine {
  const kinds = new Set(substance.classes.map(kindOf))
  const odd = substance.classes.length > 0 ? classes.find(each => !kinds.has(kindOf(each.symbol))) : undefined
  if (odd)
    return refused(
      'classes',
      `「${substance.name}」属 ${substance.classes.join('、')}，与类别 ${odd.symbol}（${odd.name.zh}）不符`,
      `${substance.nameEn} is ${substance.classes.join(', ')}; class ${odd.symbol} (${odd.name.en}) contradicts it`,
    )
  const verified = !doubtful.has(substance.no)
  return {
    known: true,
    line,
    name: { zh: substance.name, en: substance.nameEn },
    mass,
    quantity: {
      value: substance.quantity,
      source: { zh: `表 1 第 ${substance.no} 项`, en: `Table 1, no. ${substance.no}` },
      verified,
    },
    beta: namedBeta(substance, classes),
  }
}

// Table 3 first; then the classes a person gave; then those we know the substance by.
function namedBeta(substance: Substance, stated: readonly HazardClass[]): Figure {
  const gas = toxicGases.find(({ cas }) => substance.cas.includes(cas) || substance.also.includes(cas))
  if (gas) {
    const source = { zh: `表 3 ${gas.name.zh}`, en: `Table 3, ${gas.name.en}` }
    return { value: gas.beta, source, verified: true }
  }
  if (stated.length > 0) return betaOf(stated)
  const own = substance.classes.flatMap(symbol => classOf(symbol) ?? [])
  if (own.length > 0) return { ...betaOf(own), verified: false }
  return {
    value: '1',
    source: { zh: '不属表 4 各类，取 1', en: 'In no class of table 4: 1' },
    verified: false,
  }
}

/** The largest beta of several classes; that the largest counts is not said by the table, so it is unverified. */
function betaOf(classes: readonly HazardClass[]): Figure {
  const largest = classes.reduce((best, each) => (Number(each.beta) > Number(best.beta) ? each : best))
  const agree = classes.every(each => each.beta === largest.beta)
  return {
    value: largest.beta,
    source: { zh: `表 4 ${largest.symbol}`, en: `Table 4, ${largest.symbol}` },
    verified: agree && largest.verified,
  }
}

/** What table 1 does not name: the smallest critical quantity of its classes. */
function classLine(line: InventoryLine, { mass, classes }: Found): ResolvedLine | RefusedLine {
  const name = line.name.trim()
  if (name === '') return refused('name', '请写出物质名称', 'Give the name of the substance')
  const smallest = classes.reduce((best, each) =>
    Number(each.quantity) < Number(best.quantity) ? each : best,
  )
  const gas = toxicGases.find(({ cas }) => cas === line.cas)
  return {
    known: true,
    line,
    name: { zh: name, en: name },
    mass,
    quantity: {
      value: smallest.quantity,
      source: { zh: `表 2 ${smallest.symbol}`, en: `Table 2, ${smallest.symbol}` },
      verified: smallest.verified,
    },
    beta: gas
      ? {
          value: gas.beta,
          source: { zh: `表 3 ${gas.name.zh}`, en: `Table 3, ${gas.name.en}` },
          verified: true,
        }
      : betaOf(classes),
  }
}
