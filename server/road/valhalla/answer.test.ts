import { describe, expect, it } from 'vitest'
import { decodeShape, readMatrix, readRoute } from './answer.ts'
import { faultOf } from './fault.ts'

describe('a Valhalla answer', () => {
  it('has its shape decoded at six decimals, latitude first', () => {
    // 38.5, -120.2 and 40.7, -120.95 by hand: deltas times 1e6, zigzag, five bits a character.
    const encode = (value: number) => {
      let rest = value < 0 ? ~(value << 1) : value << 1
      let text = ''
      while (rest >= 32) {
        text += String.fromCharCode((32 | (rest & 31)) + 63)
        rest >>= 5
      }
      return text + String.fromCharCode(rest + 63)
    }
    const encoded = encode(38_500_000) + encode(-120_200_000) + encode(2_200_000) + encode(-750_000)
    expect(decodeShape(encoded)).toEqual([
      [-120.2, 38.5],
      [-120.95, 40.7],
    ])
  })

  it('folds the leaving of a roundabout into the entering', () => {
    const manoeuvres = [
      { type: 1, length: 0.5, time: 30, begin_shape_index: 0, street_names: ['南路'] },
      { type: 26, length: 0.05, time: 6, begin_shape_index: 0, roundabout_exit_count: 2 },
      { type: 27, length: 0.3, time: 20, begin_shape_index: 0, street_names: ['东路'] },
      { type: 4, length: 0, time: 0, begin_shape_index: 0 },
    ]
    const trip = { summary: { time: 56, length: 0.85 }, legs: [{ shape: '??', maneuvers: manoeuvres }] }
    const route = readRoute({ trip })
    expect(route.meters).toBe(850)
    expect(route.moves.map(move => move.kind)).toEqual(['depart', 'roundabout', 'arrive'])
    expect(route.moves[1]).toMatchObject({ street: '东路', exit: 2, meters: 350, seconds: 26 })
  })

  it('keeps the places of a matrix that found no way', () => {
    const answer = { sources_to_targets: { durations: [[12], [null]], distances: [[0.5], [null]] } }
    expect(readMatrix(answer)).toEqual([{ seconds: 12, meters: 500 }, undefined])
  })

  it('has its errors told apart by their sentences', () => {
    expect(faultOf('Route error: No path could be found for input').reason).toBe('no-way-through')
    expect(faultOf('Route error: No suitable edges near location').reason).toBe('off-network')
    expect(faultOf('Exceeded max locations: 50').kind).toBe('refused')
  })
})
