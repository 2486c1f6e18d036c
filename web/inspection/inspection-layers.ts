import { ScatterplotLayer } from '@deck.gl/layers'
import type { Control } from '../../server/inspection/inspection.ts'
import type { Sensor } from '../../server/sensor/sensor.ts'
import type { Staged } from '../map/stage.svelte.ts'
import { type DiscItem, type DiscLook, discLayer } from '../map/symbols.ts'
import { OVERLAY } from '../map/tone.ts'

export interface SensorItem extends DiscItem {
  sensorId: number
}

export interface OverdueItem {
  hazardId: number
  lngLat: Control['lngLat']
}

/** Sensors as discs, those within their limits pale, and a coral ring round each source whose inspection is overdue. */
export function inspectionLayers(
  { sensors, overdue }: { sensors: readonly Sensor[]; overdue: readonly Control[] },
  look: DiscLook & { language: 'zh' | 'en' },
): Staged {
  const items = sensors.flatMap((sensor): SensorItem[] => {
    const { id, lngLat, grade, name, nameEn, lastValue, unit } = sensor
    if (!lngLat) return []
    const isOver = grade !== 'none'
    const said = look.language === 'en' && nameEn ? nameEn : name
    return [
      {
        id: `sensor-${id}`,
        sensorId: id,
        lngLat,
        character: isOver ? '!' : '测',
        tone: 'sensor',
        isDim: !isOver,
        isSelected: isOver,
        weight: isOver ? 5 : 0,
        label: isOver ? `${said} ${lastValue} ${unit}` : '',
      },
    ]
  })
  const discs = discLayer('sensors', items, look)
  const { zone } = OVERLAY[look.theme]
  const rings = new ScatterplotLayer<OverdueItem>({
    id: 'highlight/overdue',
    data: overdue.map(({ hazardId, lngLat }) => ({ hazardId, lngLat })),
    getPosition: each => each.lngLat,
    getRadius: 19,
    radiusUnits: 'pixels',
    filled: false,
    stroked: true,
    getLineColor: zone,
    getLineWidth: 3,
    lineWidthUnits: 'pixels',
    pickable: true,
  })
  return { ...discs, layers: [...discs.layers, rings] }
}
