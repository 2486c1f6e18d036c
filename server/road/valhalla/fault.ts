import type { StraightLineReason } from '../road.ts'

/** Why Valhalla gave no answer; `reason` is set where the map itself is why. */
export class ValhallaFault extends Error {
  readonly kind: 'map' | 'crashed' | 'late' | 'busy' | 'absent' | 'refused'
  readonly reason: StraightLineReason | undefined
  constructor(kind: ValhallaFault['kind'], message: string, reason?: StraightLineReason) {
    super(message)
    this.name = 'ValhallaFault'
    this.kind = kind
    this.reason = reason
  }
}

/** Valhalla 3.6.1 gives its errors as sentences without codes. */
export function faultOf(message: string): ValhallaFault {
  if (/No suitable edges near location|No edge\/node costing/i.test(message)) {
    return new ValhallaFault('map', message, 'off-network')
  }
  if (/No path could be found|unconnected regions|unreachable/i.test(message)) {
    return new ValhallaFault('map', message, 'no-way-through')
  }
  return new ValhallaFault('refused', message)
}
