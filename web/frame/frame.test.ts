import { describe, expect, it } from 'vitest'
import { Frame, readWidths } from './frame.svelte.ts'

describe('the frame', () => {
  it('gives the map back to the centre when its workspace leaves', () => {
    const frame = new Frame(null)
    const leave = frame.placeMap('hidden')
    expect(frame.mapPlace).toBe('hidden')
    leave()
    expect(frame.mapPlace).toBe('centre')
  })

  it('does not let a workspace that leaves late move the map of the next one', () => {
    const frame = new Frame(null)
    const leave = frame.placeMap('hidden')
    frame.placeMap('right-top')
    leave()
    expect(frame.mapPlace).toBe('right-top')
  })

  it('remembers dock widths by workspace and forgets nonsense', () => {
    const frame = new Frame('{"risk":{"left":300,"right":9000}}')
    expect(frame.width('risk', 'left', 340)).toBe(300)
    expect(frame.width('risk', 'right', 380)).toBe(380)
    expect(frame.width('grid', 'left', 340)).toBe(340)
    expect(readWidths('not json')).toEqual({})
    expect(readWidths('null')).toEqual({})
  })
})
