import type { Both } from '../../region/place.ts'
import type { RiskFactor, RiskMethod } from '../risk.ts'
import { compare, decimalOf, decimalText, nought, one } from './decimal.ts'
import { weightFaults } from './method.ts'

type Tables = Pick<RiskMethod, 'form' | 'factors' | 'choices' | 'bands'> &
  Partial<Pick<RiskMethod, 'grades' | 'places' | 'reviewMonths'>>

export interface TableFault {
  path: string
  message: Both
}

const fault = (path: string, zh: string, en: string): TableFault => ({ path, message: { zh, en } })

/** What is wrong with a method's tables: nothing can be assessed by a method with a fault. */
export const checkMethod = (method: Tables): TableFault[] => [
  ...checkFactors(method),
  ...method.factors.flatMap(factor => checkFactor(method, factor)),
  ...checkStrays(method),
  ...checkBands(method),
  ...checkGrades(method),
  ...checkRest(method),
]

function checkFactors({ form, factors }: Tables): TableFault[] {
  const faults: TableFault[] = []
  const names = factors.map(({ factor }) => factor)
  if (factors.length === 0) faults.push(fault('factors', '至少要有一个因子', 'There is no factor'))
  const doubled = names.find((name, i) => names.indexOf(name) !== i)
  if (doubled !== undefined)
    faults.push(fault(`factors.${doubled}`, `因子 ${doubled} 重复`, `Factor ${doubled} is there twice`))
  if (form === 'score' && factors.filter(({ kind }) => kind === 'figure').length !== 1)
    faults.push(fault('factors', '计分法要有且只有一个得分', 'A score has exactly one figure'))
  if (form === 'index') {
    const weighed = weightFaults(factors.filter(({ kind }) => kind !== 'veto'))
    faults.push(...weighed.map(({ factor, message }) => ({ path: `factors.${factor}`, message })))
  }
  return faults
}

function checkFactor({ choices }: Tables, { factor, kind, weight, least, most }: RiskFactor): TableFault[] {
  const path = `factors.${factor}`
  const share = decimalOf(weight ?? '1')
  if (!share || compare(share, nought) === 0 || compare(share, one) > 0)
    return [fault(path, `${factor} 的权重应大于 0、不大于 1`, `The weight of ${factor} is above 0 up to 1`)]
  const listed = choices.filter(choice => choice.factor === factor)
  if (kind === 'measure' || kind === 'figure') {
    const [low, high] = [decimalOf(least ?? ''), decimalOf(most ?? '')]
    if (low && high && compare(low, high) < 0) return []
    return [fault(path, `${factor} 的下限应小于上限`, `The least of ${factor} is not below its most`)]
  }
  if (least !== null || most !== null)
    return [fault(path, `${factor} 按表取值，没有上下限`, `${factor} is chosen from a list and has no range`)]
  const values = listed.map(({ value }) => decimalOf(value))
  if (values.some(value => value === null))
    return [fault(path, `${factor} 的取值应为不小于 0 的数`, `A value of ${factor} is no number`)]
  if (new Set(values.map(value => value && decimalText(value))).size < Math.max(2, values.length))
    return [fault(path, `${factor} 至少要有两个不同的取值`, `${factor} needs two values or more, each once`)]
  const isVeto = values.every(value => value && (compare(value, nought) === 0 || value.units === 1n))
  return kind !== 'veto' || isVeto ? [] : [fault(path, `${factor} 只能取 0 或 1`, `${factor} is 0 or 1`)]
}

const checkStrays = ({ factors, choices }: Tables): TableFault[] =>
  [...new Set(choices.map(({ factor }) => factor))]
    .filter(name => !factors.some(({ factor }) => factor === name))
    .map(name => fault(`choices.${name}`, `没有因子 ${name}`, `There is no factor ${name}`))

/** Four bands, each colour once, in one direction, the lowest from 0 or 1. */
function checkBands({ bands }: Tables): TableFault[] {
  const bounds = bands.map(({ level, from }) => ({ level, from: decimalOf(from) }))
  if (bounds.some(({ from }) => from === null))
    return [fault('bands', '分界应为不小于 0 的数', 'A bound is no number')]
  if (
    bands
      .map(({ level }) => level)
      .sort()
      .join('') !== '1234'
  )
    return [fault('bands', '四色各有且只有一个分界', 'Each of the four colours has one bound')]
  const rising = bounds.sort((a, b) => compare(a.from ?? nought, b.from ?? nought))
  const levels = rising.map(({ level }) => level).join('')
  const same = rising.some(
    ({ from }, i) => i > 0 && compare(from ?? nought, rising[i - 1]?.from ?? nought) === 0,
  )
  if (same || (levels !== '4321' && levels !== '1234'))
    return [fault('bands', '分界应按等级依次升高或降低', 'The bounds rise or fall with the level')]
  return compare(rising[0]?.from ?? nought, { units: 1n, places: 0 }) <= 0
    ? []
    : [fault('bands', '最低一档应从 0 或 1 开始', 'The lowest band begins at 0 or 1')]
}

/** The finer steps decide nothing, but each begins somewhere else. */
function checkGrades({ grades = [] }: Tables): TableFault[] {
  const bounds = grades.map(({ from }) => decimalOf(from))
  if (bounds.some(bound => bound === null))
    return [fault('grades', '分级的起点应为不小于 0 的数', 'A step begins at no number')]
  const texts = bounds.map(bound => bound && decimalText(bound))
  return new Set(texts).size === texts.length
    ? []
    : [fault('grades', '两个分级的起点相同', 'Two steps begin at the same score')]
}

function checkRest({ places = null, reviewMonths = null }: Tables): TableFault[] {
  const faults: TableFault[] = []
  if (places !== null && (places < 0 || places > 8))
    faults.push(fault('places', '小数位数应为 0–8', 'Decimal places are 0 to 8'))
  if (reviewMonths !== null && reviewMonths < 1)
    faults.push(fault('reviewMonths', '复评间隔应至少 1 个月', 'A review comes after a month or more'))
  return faults
}
