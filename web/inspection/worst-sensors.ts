import type { Sensor } from '../../server/sensor/sensor.ts'

type Named = Pick<
  Sensor,
  'id' | 'name' | 'nameEn' | 'code' | 'hazardName' | 'hazardNameEn' | 'quantity' | 'grade'
>

const rank = { second: 0, first: 1, none: 2 }

/** The sensors that carry the sought text, those over their second limit first, then by number. */
export function worstSensors<S extends Named>(sensors: readonly S[], query: string): S[] {
  const wanted = query.trim().toLowerCase()
  return sensors
    .filter(({ name, nameEn, code, hazardName, hazardNameEn, quantity }) =>
      [name, nameEn, code, hazardName, hazardNameEn, quantity].some(text =>
        text.toLowerCase().includes(wanted),
      ),
    )
    .sort((a, b) => rank[a.grade] - rank[b.grade] || a.id - b.id)
}
