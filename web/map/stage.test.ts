import { ScatterplotLayer } from '@deck.gl/layers'
import { expect, it } from 'vitest'
import { MapStage, type Picked } from './stage.svelte.ts'

const layer = (id: string) => new ScatterplotLayer({ id, data: [] })
const ids = (stage: MapStage) => stage.layers.map(each => each.id)
const picked: Picked = {
  lngLat: [0, 0],
  at: { x: 0, y: 0 },
  layer: undefined,
  object: undefined,
  index: -1,
  shiftKey: false,
  isTouch: false,
}

it('keeps what each owner put and sorts all of it', () => {
  const stage = new MapStage()
  stage.set('incident', [layer('incidents')])
  stage.set('risk', [layer('risk-cells/0'), layer('risk-cells/1')])
  expect(ids(stage)).toEqual(['risk-cells/0', 'risk-cells/1', 'incidents'])
  stage.set('risk', [layer('risk-cells/0')])
  stage.clear('incident')
  expect(ids(stage)).toEqual(['risk-cells/0'])
})

it('refuses an unlisted layer and keeps what was there', () => {
  const stage = new MapStage()
  stage.set('risk', [layer('risk-cells/0')])
  expect(() => stage.set('risk', [layer('mystery')])).toThrow('not in the order')
  expect(ids(stage)).toEqual(['risk-cells/0'])
})

it('hides a layer together with the names of its symbols, and still knows that it is there', () => {
  const stage = new MapStage()
  const name = {
    lngLat: [1, 2] as [number, number],
    text: '消防站',
    shape: 'disc',
    weight: 0,
    minZoom: 0,
  } as const
  stage.set('responder', { layers: [layer('responders')], names: [name] })
  stage.show('responders', false)
  expect([ids(stage), stage.names, [...stage.present]]).toEqual([[], [], ['responders']])
  stage.show('responders', true)
  expect(stage.names).toEqual([name])
})

it('asks the latest listener first, who may keep the click', () => {
  const stage = new MapStage()
  const heard: string[] = []
  stage.on('click', () => void heard.push('first'))
  const stop = stage.on('click', () => {
    heard.push('second')
    return true
  })
  stage.tell('click', picked)
  stop()
  stage.tell('click', picked)
  expect(heard).toEqual(['second', 'first'])
})

it('gives the canvas what was drawn before it was there', () => {
  const stage = new MapStage()
  const features = { type: 'FeatureCollection' as const, features: [] }
  stage.setEdit(features)
  const commands: unknown[] = []
  const letGo = stage.attachEdit(command => commands.push(command))
  stage.updateEdit({ remove: [7] })
  letGo()
  stage.updateEdit({ remove: [8] })
  expect(commands).toEqual([{ set: features }, { update: { remove: [7] } }])
})

it('lets the first grabber that takes a press keep the pointer until it is let go', () => {
  const stage = new MapStage()
  const told: string[] = []
  const grabber = (name: string, takes: boolean) => ({
    down: () => takes,
    move: () => told.push(`${name} move`),
    up: () => told.push(`${name} up`),
    double: () => false,
  })
  const place = { lngLat: [0, 0] as [number, number], at: { x: 0, y: 0 } }
  const held = { ...place, altKey: false, shiftKey: false, isTouch: false }
  stage.grab(grabber('below', true))
  const stop = stage.grab(grabber('above', false))
  expect(stage.grabber.down(held)).toBe(true)
  stage.grabber.move(held)
  stage.grabber.up(held)
  stage.grabber.move(held)
  expect(told).toEqual(['below move', 'below up'])
  stop()
  stage.grab(grabber('top', true))
  stage.grabber.down(held)
  stage.grabber.up(held)
  expect(told.slice(2)).toEqual(['top up'])
})
