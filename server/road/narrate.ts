import type { Move } from './field/path.ts'
import type { Step, StepKind } from './road.ts'

/** Turn texts in both languages from moves; both engines speak through this one table. */
export function stepsOf(moves: Move[]): Step[] {
  return moves.map(move => ({
    kind: move.kind,
    text: { zh: chinese(move), en: english(move) },
    meters: Math.round(move.meters),
    seconds: Math.round(move.seconds),
    street: move.street,
    lngLat: move.lngLat,
  }))
}

const ZH: Record<StepKind, string> = {
  depart: '出发',
  arrive: '到达目的地',
  continue: '直行',
  'slight-right': '向右前方行驶',
  right: '右转',
  'sharp-right': '向右后方转弯',
  'u-turn': '掉头',
  'sharp-left': '向左后方转弯',
  left: '左转',
  'slight-left': '向左前方行驶',
  ramp: '进入匝道',
  merge: '并入主路',
  roundabout: '进入环岛',
  ferry: '乘轮渡',
}

const EN: Record<StepKind, string> = {
  depart: 'Set off',
  arrive: 'Arrive at the destination',
  continue: 'Continue straight',
  'slight-right': 'Bear right',
  right: 'Turn right',
  'sharp-right': 'Turn sharp right',
  'u-turn': 'Make a U-turn',
  'sharp-left': 'Turn sharp left',
  left: 'Turn left',
  'slight-left': 'Bear left',
  ramp: 'Take the ramp',
  merge: 'Merge',
  roundabout: 'Enter the roundabout',
  ferry: 'Take the ferry',
}

function chinese(move: Move): string {
  if (move.kind === 'arrive') return ZH.arrive
  const length = `${chineseLength(move.meters)}`
  if (move.kind === 'depart')
    return move.street ? `沿${move.street}出发，行驶${length}` : `出发，行驶${length}`
  const exit = move.exit === undefined ? '' : `，从第${move.exit}个出口驶出`
  const street =
    move.street === '' ? '' : move.kind === 'continue' ? `，沿${move.street}` : `，进入${move.street}`
  return `${ZH[move.kind]}${exit}${street}，行驶${length}`
}

function english(move: Move): string {
  if (move.kind === 'arrive') return EN.arrive
  const length = englishLength(move.meters)
  const exit = move.exit === undefined ? '' : ` and take exit ${move.exit}`
  const joint = move.kind === 'depart' || move.kind === 'continue' ? 'along' : 'onto'
  const street = move.street === '' ? '' : ` ${joint} ${move.street}`
  return `${EN[move.kind]}${exit}${street}, ${length}`
}

function chineseLength(meters: number): string {
  return meters < 1000 ? `${rounded(meters)}米` : `${(meters / 1000).toFixed(1)}公里`
}

function englishLength(meters: number): string {
  return meters < 1000 ? `${rounded(meters)} m` : `${(meters / 1000).toFixed(1)} km`
}

function rounded(meters: number): number {
  return meters < 100 ? Math.round(meters) : Math.round(meters / 10) * 10
}
