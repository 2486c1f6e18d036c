import type { Point } from './plane.ts'
import { railway } from './rail.ts'
import { at } from './random.ts'
import type { Sites } from './sites.ts'

/** A measuring station of the made-up town, shown on its map. */
export interface DemoSensor {
  name: string
  nameEn: string
  at: Point
  kind: 'gas' | 'water_level' | 'weather' | 'air_quality'
}

const GAS = ['tanks-1', 'tanks-2', 'tanks-3', 'tanks-port', 'plant-1', 'plant-2', 'plant-3', 'cold-store']
const UNDERPASSES = ['申江大道', '西江路', '东湖路']
const LEVELS: [string, string, Point][] = [
  ['申江老镇水位站', 'Shenjiang gauge, old town', [-700, 2610]],
  ['申江临江水位站', 'Shenjiang gauge, Linjiang', [1500, 2510]],
  ['芦花泾水位站', 'Luhua Creek gauge', [-2480, -300]],
  ['渔汛河水位站', 'Yuxun River gauge', [500, -3250]],
  ['东港潮位站', 'Donggang tide gauge', [4160, 400]],
]
const WEATHER: [string, string, Point][] = [
  ['镜湖气象站', 'Jinghu weather station', [-620, -300]],
  ['北岸雨量站', 'North bank rain gauge', [300, 3400]],
  ['雁渚雨量站', 'Yanzhu rain gauge', [-3600, 1000]],
  ['东滩风速站', 'Dongtan wind mast', [4200, -1800]],
]
const AIR: [string, string, Point][] = [
  ['镜湖空气站', 'Jinghu air station', [0, 900]],
  ['老镇空气站', 'Old town air station', [-1000, 3050]],
  ['芦滨空气站', 'Lubin air station', [1800, -1400]],
]

/** 24 stations: gas at the plants, water levels at river, creeks and underpasses, weather, air. */
export function demoSensors(sites: Sites): DemoSensor[] {
  const gas = GAS.map(key => {
    const { name, nameEn } = sites.named(key)
    return { name: `${name}气体探头`, nameEn: `${nameEn} gas probe`, at: sites.at(key), kind: 'gas' as const }
  })
  const under = UNDERPASSES.map(street => ({
    name: `${street}下穿积水监测`,
    nameEn: `Underpass water gauge`,
    at: sites.underpass(street),
    kind: 'water_level' as const,
  }))
  const rail = {
    name: '镜港铁路涵洞水位',
    nameEn: 'Railway culvert gauge',
    at: at(railway, 40),
    kind: 'water_level' as const,
  }
  const rows = (list: typeof AIR, kind: DemoSensor['kind']) =>
    list.map(([name, nameEn, place]) => ({ name, nameEn, at: place, kind }))
  return [
    ...gas,
    ...under,
    rail,
    ...rows(LEVELS, 'water_level'),
    ...rows(WEATHER, 'weather'),
    ...rows(AIR, 'air_quality'),
  ]
}
