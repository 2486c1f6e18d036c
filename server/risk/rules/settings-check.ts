import type { Both } from '../../region/place.ts'
import type { Rows } from '../settings.ts'
import { thousandthsOf } from './decay.ts'

export interface Fault {
  path: string
  message: Both
}

const leastFactor = 100
const mostFactor = 10_000

/** What is wrong with the rows of a region, each with the field and what to enter instead; kinds are the known ones. */
export const faultsOf = (rows: Rows, kinds: readonly string[]): Fault[] => [
  ...upgradeFaults(rows),
  ...exposureFaults(rows),
  ...decayFaults(rows, kinds),
]

function upgradeFaults({ upgrades }: Rows): Fault[] {
  return upgrades.flatMap(({ from, to }, i): Fault[] => {
    if (to >= from)
      return [
        fault(`upgrades.${i}.to`, {
          zh: '升级后的等级应比原等级更高：红 1、橙 2、黄 3、蓝 4，请填更小的数',
          en: 'An upgrade leads to a graver level (red 1, orange 2, yellow 3, blue 4): enter a smaller number',
        }),
      ]
    const isDouble = upgrades.slice(0, i).some(other => other.from === from && other.to === to)
    return isDouble ? [fault(`upgrades.${i}.from`, twice)] : []
  })
}

function exposureFaults({ exposure }: Rows): Fault[] {
  return exposure.flatMap(({ peopleFrom, factor }, i): Fault[] => {
    const thousandths = thousandthsOf(factor)
    if (thousandths === null || thousandths < leastFactor || thousandths > mostFactor)
      return [
        fault(`exposure.${i}.factor`, {
          zh: `系数“${factor}”应为 0.1 到 10、最多三位小数的数，如 1.2`,
          en: `Factor ${factor} must be a number from 0.1 to 10 with up to three decimals, such as 1.2`,
        }),
      ]
    const isDouble = exposure.slice(0, i).some(other => other.peopleFrom === peopleFrom)
    return isDouble ? [fault(`exposure.${i}.peopleFrom`, twice)] : []
  })
}

function decayFaults({ decay }: Rows, kinds: readonly string[]): Fault[] {
  const rowFaults = decay.flatMap((row, i): Fault[] => {
    const path = `decay.${i}`
    if (row.kind !== '*' && !kinds.includes(row.kind)) return [fault(`${path}.kind`, unknownKind(row.kind))]
    const wrong = (['upTo', 'factor'] as const).find(name => !isShare(row[name]))
    return wrong ? [fault(`${path}.${wrong}`, noShare(row[wrong]))] : []
  })
  return rowFaults.length > 0 ? rowFaults : kindFaults({ decay })
}

/** Of each kind: no step twice, never more farther off, and the last one at the whole reach. */
function kindFaults({ decay }: Pick<Rows, 'decay'>): Fault[] {
  const steps = decay.map(({ kind, upTo, factor }, i) => ({
    kind,
    i,
    upTo: thousandthsOf(upTo) ?? 0,
    factor: thousandthsOf(factor) ?? 0,
  }))
  return [...new Set(decay.map(({ kind }) => kind))].flatMap(kind => {
    const own = steps.filter(step => step.kind === kind).sort((a, b) => a.upTo - b.upTo)
    const faults = own.flatMap((step, place): Fault[] => {
      const nearer = own[place - 1]
      if (nearer?.upTo === step.upTo) return [fault(`decay.${step.i}.upTo`, twice)]
      return nearer && step.factor > nearer.factor ? [fault(`decay.${step.i}.factor`, growing)] : []
    })
    const last = own.at(-1)
    return last && last.upTo !== 1000 ? [...faults, fault(`decay.${last.i}.upTo`, open)] : faults
  })
}

const isShare = (text: string) => {
  const thousandths = thousandthsOf(text)
  return thousandths !== null && thousandths > 0 && thousandths <= 1000
}

const fault = (path: string, message: Both): Fault => ({ path, message })

const twice = { zh: '与前面的一行重复，请删去一行', en: 'An earlier row says the same; remove one of them' }
const growing = {
  zh: '离得更远，影响不能更大：请填不大于前一段的系数',
  en: 'Farther off cannot count more: enter a factor no larger than that of the step before',
}
const open = {
  zh: '最后一段应到影响范围的尽头：请把“至”填为 1',
  en: 'The last step ends at the reach: enter 1 as its share',
}
const unknownKind = (kind: string) => ({
  zh: `没有“${kind}”这类风险源；可填风险源类别，或用 * 代表其余各类`,
  en: `There is no kind of source ${kind}; enter a kind of source, or * for every other kind`,
})
const noShare = (text: string) => ({
  zh: `“${text}”应为大于 0、不大于 1、最多三位小数的数，如 0.5`,
  en: `${text} must be a number above 0 up to 1 with up to three decimals, such as 0.5`,
})
