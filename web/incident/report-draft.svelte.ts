import type { Grid } from '../../server/grid/grid.ts'
import type {
  Casualties,
  Incident,
  IncidentInput,
  IncidentPatch,
  IncidentType,
} from '../../server/incident/incident.ts'
import { type Grading, gradeOf } from '../../server/incident/rules/grade.ts'
import type { Bbox, LngLat } from '../../server/region/place.ts'
import type { Api } from '../api.ts'

export const channels = [
  'hotline',
  'enterprise',
  'grid',
  'sensor',
  'video',
  'public',
  'superior',
  'drill',
] as const

export const casualtyKinds = ['dead', 'missing', 'severe', 'injured', 'trapped'] as const
export type CasualtyKind = (typeof casualtyKinds)[number]

type Fields = Omit<IncidentInput, 'townId' | 'lngLat'>

const unhurt: Casualties = { dead: 0, missing: 0, severe: 0, injured: 0, trapped: 0 }
const blank: Fields = {
  type: 'fire',
  title: '',
  description: '',
  address: '',
  channel: 'hotline',
  casualties: unhurt,
  affected: 0,
  lossTenThousandYuan: 0,
  burntHectares: 0,
}

/** What a reporter has filled in so far, or a correction of what was reported. */
export class ReportDraft {
  fields = $state<Fields>({ ...blank, casualties: { ...unhurt } })
  hasType = $state(false)
  lngLat = $state.raw<LngLat | undefined>()
  /** The grid the place lies in; null outside every grid. */
  grid = $state.raw<Grid | null | undefined>()
  /** The incident being corrected. */
  readonly of: Incident | undefined
  /** As the grade's table has it for what is filled in. */
  readonly grading: Grading | undefined = $derived(this.hasType ? gradeOf(this.fields) : undefined)
  readonly isReady: boolean = $derived(
    this.hasType && this.lngLat !== undefined && this.fields.title.trim() !== '',
  )

  constructor(of?: Incident) {
    this.of = of
    if (!of) return
    const { type, title, description, address, casualties, affected } = of
    const channel = channels.find(each => each === of.channel) ?? 'hotline'
    this.fields = {
      type,
      title,
      description,
      address,
      channel,
      casualties: { ...casualties },
      affected,
      lossTenThousandYuan: of.lossTenThousandYuan,
      burntHectares: of.burntHectares,
    }
    this.hasType = true
    this.lngLat = of.lngLat
  }

  /** Chooses the type; a title nobody has written follows it. */
  choose(type: IncidentType, titleOf: (type: IncidentType) => string) {
    const wasGiven = this.fields.title === '' || this.fields.title === titleOf(this.fields.type)
    if (wasGiven) this.fields.title = titleOf(type)
    this.fields.type = type
    this.hasType = true
  }

  /** Puts it on the map and asks in which grid that is. */
  async place(lngLat: LngLat, { api, townId }: { api: Api; townId: number }): Promise<void> {
    this.lngLat = lngLat
    this.grid = undefined
    const bbox = boxRound(lngLat).join(',')
    const grids = await api.get<Grid[]>('/api/grids', { town: townId, bbox, limit: 20 })
    if (this.lngLat !== lngLat) return
    this.grid = grids.find(grid => holds(grid.polygon.coordinates, lngLat)) ?? null
    if (this.fields.address === '' && this.grid) this.fields.address = this.grid.name
  }

  input(townId: number): IncidentInput | undefined {
    return this.lngLat && { ...$state.snapshot(this.fields), townId, lngLat: this.lngLat }
  }

  /** Only what differs from the incident; nothing when all is as it was. */
  patch(): IncidentPatch | undefined {
    return (
      this.of && changes(this.of, { ...$state.snapshot(this.fields), lngLat: this.lngLat ?? this.of.lngLat })
    )
  }
}

export function changes(of: Incident, now: Omit<IncidentInput, 'townId'>): IncidentPatch | undefined {
  const before: Record<string, unknown> = { ...of }
  const differing = Object.entries(now).filter(([key, value]) => !isSame(before[key], value))
  return differing.length === 0 ? undefined : { ...Object.fromEntries(differing), version: of.version }
}

/** Alike in every part, whatever order the parts are kept in. */
function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return one === other
  const [mine, theirs] = [Object.entries(one), new Map(Object.entries(other))]
  return mine.length === theirs.size && mine.every(([key, value]) => isSame(value, theirs.get(key)))
}

const boxRound = ([lng, lat]: LngLat, degrees = 1e-6): Bbox => [
  lng - degrees,
  lat - degrees,
  lng + degrees,
  lat + degrees,
]

/** Whether rings (outer first, then holes) hold a place, by crossings of a ray to the east. */
export function holds(rings: readonly (readonly LngLat[])[], [lng, lat]: LngLat): boolean {
  const crossings = rings.flatMap(ring =>
    ring.flatMap(([x, y], place) => {
      const [nextX, nextY] = ring[place + 1] ?? [x, y]
      if (y > lat === nextY > lat) return []
      return x + ((lat - y) / (nextY - y)) * (nextX - x) > lng ? [place] : []
    }),
  )
  return crossings.length % 2 === 1
}
