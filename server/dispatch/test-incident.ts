import type { Sql } from 'postgres'
import type { Context } from '../context.ts'
import { setEngines } from '../engines.ts'
import { type Incident, IncidentInput } from '../incident/incident.ts'
import { report } from '../incident/report.ts'
import { RiskFields } from '../risk/fields.ts'
import type { Roads } from '../road/road.ts'
import type { TestTown } from '../test-town.ts'

/** The engines of a test process; without roads every way is a labelled straight line. */
export function startTestEngines(sql: Sql, roads: Roads | null = null): void {
  setEngines({ risk: new RiskFields(sql), roads: async () => roads })
}

/** A leak in the middle of the test town. */
export const anIncident = (context: Context, town: TestTown, more: object = {}): Promise<Incident> =>
  report(
    context,
    IncidentInput.parse({
      townId: town.id,
      type: 'chemical',
      title: '储罐泄漏',
      lngLat: town.center,
      ...more,
    }),
  )
