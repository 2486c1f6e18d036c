import type { InputsOf, Reckoning, ThreatModel } from '../threat.ts'
import { type Asked, type Found, isRefused, type Refused } from './asked.ts'
import { blastOf, bleveRings, fireballRings, poolOf } from './reckon-burst.ts'
import { floodOf } from './reckon-flood.ts'
import { ergOf, plumeOf } from './reckon-gas.ts'
import { joined } from './sourced.ts'
import { statements } from './statement.ts'
import { substanceOf, whyNot } from './substance.ts'
import type { Substance } from './substance-table.ts'

type Model<Kind extends ThreatModel> = (asked: Asked<InputsOf<Kind>>, substance: Substance) => Found | Refused

const gasModels: { [Kind in Exclude<ThreatModel, 'flood'>]: Model<Kind> } = {
  erg: ergOf,
  plume: plumeOf,
  bleve: bleveRings,
  explosion: blastOf,
  'pool-fire': poolOf,
  fireball: fireballRings,
}

/** Runs one model. Answers the outlines, outermost first, or why there are none. */
export function reckon(asked: Asked): Reckoning | Refused {
  const found = foundBy(asked)
  if (isRefused(found)) return found
  const { model } = asked.inputs
  const { says, limits } = statements[model]
  const { standard, edition, clause, verified } = found.source
  return {
    model,
    edition: joined([standard, edition, clause]),
    verified,
    statement: says,
    limits: [...limits, ...(found.more ?? [])],
    working: found.working,
    rings: found.rings.sort((a, b) => b.areaSquareMeters - a.areaSquareMeters),
  }
}

function foundBy(asked: Asked): Found | Refused {
  const { inputs } = asked
  if (inputs.model === 'flood') return floodOf({ ...asked, inputs })
  const substance = substanceOf(inputs.substance)
  const release = inputs.model === 'plume' ? inputs.release : 'vapour'
  const reason = whyNot(inputs.model, substance, release)
  if (reason || !substance) {
    const words = reason ?? { zh: '没有这种物质', en: 'There is no such substance' }
    const hasGuide = inputs.model === 'plume' && substance && !whyNot('erg', substance)
    return { refused: words, path: 'inputs.substance', instead: hasGuide ? 'erg' : null }
  }
  return ask(asked, inputs, substance)
}

function ask<Kind extends Exclude<ThreatModel, 'flood'>>(
  asked: Asked,
  inputs: InputsOf<Kind>,
  substance: Substance,
): Found | Refused {
  return modelOf<Kind>(inputs)({ ...asked, inputs }, substance)
}

// The table is keyed by the very tag that picks the member of the union, which the compiler cannot follow.
const modelOf = <Kind extends Exclude<ThreatModel, 'flood'>>({ model }: { model: ThreatModel }) =>
  gasModels[model as Kind] as Model<Kind>
