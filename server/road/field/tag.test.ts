import { describe, expect, it } from 'vitest'
import { Access } from './graph.ts'
import { centimeters, kilograms, speedKmh } from './tag.ts'
import { wayRules } from './way.ts'

describe('values of limits', () => {
  it.each([
    ['50', 50],
    ['50 km/h', 50],
    ['30 mph', 48],
    ['CN:urban', 50],
    ['CN:motorway', 120],
    ['none', 0],
    ['signals', 0],
    ['999', 0],
    [undefined, 0],
  ])('read the speed %s as %i km/h', (value, kmh) => expect(speedKmh(value)).toBe(kmh))

  it.each([
    ['3.5', 350],
    ['3.5 m', 350],
    ['3,2', 320],
    ['250 cm', 250],
    ['12\'6"', 381],
    ['default', 0],
    [undefined, 0],
  ])('read the height %s as %i cm', (value, cm) => expect(centimeters(value)).toBe(cm))

  it.each([
    ['10', 10_000],
    ['7.5 t', 7500],
    ['7500 kg', 7500],
    ['unsigned', 0],
  ])('read the weight %s as %i kg', (value, kg) => expect(kilograms(value)).toBe(kg))
})

describe('rules of a way', () => {
  const access = (tags: Record<string, string>) => wayRules(tags)?.accessForward ?? 0
  it('leave out what nobody travels', () => {
    expect(wayRules({ building: 'yes' })).toBeUndefined()
    expect(wayRules({ highway: 'construction' })).toBeUndefined()
    expect(wayRules({ highway: 'pedestrian', area: 'yes' })).toBeUndefined()
    expect(wayRules({ highway: 'residential', access: 'no' })?.accessForward ?? 0).toBe(0)
  })
  it('let walkers on paths and cars on roads', () => {
    expect(access({ highway: 'footway' })).toBe(Access.foot)
    expect(access({ highway: 'motorway' }) & Access.foot).toBe(0)
    expect(access({ highway: 'residential' })).toBe(Access.car | Access.truck | Access.foot | Access.blue)
  })
  it('keep private roads for those who are going there', () => {
    const rules = wayRules({ highway: 'service', access: 'private' })
    expect(rules?.destinationOnly).toBe(true)
    expect((rules?.accessForward ?? 0) & Access.car).toBe(Access.car)
    expect(wayRules({ highway: 'residential', motor_vehicle: 'destination' })?.destinationOnly).toBe(true)
  })
  it('tell trucks and cars apart', () => {
    expect(access({ highway: 'secondary', hgv: 'no' }) & (Access.car | Access.truck)).toBe(Access.car)
    expect(
      access({ highway: 'secondary', motor_vehicle: 'no' }) & (Access.car | Access.truck | Access.blue),
    ).toBe(0)
  })
})
