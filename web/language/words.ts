import { account as accountEn } from './en/account.ts'
import { boundary as boundaryEn } from './en/boundary.ts'
import { dispatch as dispatchEn } from './en/dispatch.ts'
import { drill as drillEn } from './en/drill.ts'
import { edition as editionEn } from './en/edition.ts'
import { errors as errorsEn } from './en/errors.ts'
import { field as fieldEn } from './en/field.ts'
import { frame as frameEn } from './en/frame.ts'
import { grid as gridEn } from './en/grid.ts'
import { gridDraft as gridDraftEn } from './en/grid-draft.ts'
import { identification as identificationEn } from './en/identification.ts'
import { incident as incidentEn } from './en/incident.ts'
import { inspection as inspectionEn } from './en/inspection.ts'
import { installation as installationEn } from './en/installation.ts'
import { look as lookEn } from './en/look.ts'
import { map as mapEn } from './en/map.ts'
import { member as memberEn } from './en/member.ts'
import { overview as overviewEn } from './en/overview.ts'
import { partition as partitionEn } from './en/partition.ts'
import { plan as planEn } from './en/plan.ts'
import { resource as resourceEn } from './en/resource.ts'
import { risk as riskEn } from './en/risk.ts'
import { rule as ruleEn } from './en/rule.ts'
import { table as tableEn } from './en/table.ts'
import { thematic as thematicEn } from './en/thematic.ts'
import { threat as threatEn } from './en/threat.ts'
import { warning as warningEn } from './en/warning.ts'
import { account } from './zh/account.ts'
import { boundary } from './zh/boundary.ts'
import { dispatch } from './zh/dispatch.ts'
import { drill } from './zh/drill.ts'
import { edition } from './zh/edition.ts'
import { errors } from './zh/errors.ts'
import { field } from './zh/field.ts'
import { frame } from './zh/frame.ts'
import { grid } from './zh/grid.ts'
import { gridDraft } from './zh/grid-draft.ts'
import { identification } from './zh/identification.ts'
import { incident } from './zh/incident.ts'
import { inspection } from './zh/inspection.ts'
import { installation } from './zh/installation.ts'
import { look } from './zh/look.ts'
import { map } from './zh/map.ts'
import { member } from './zh/member.ts'
import { overview } from './zh/overview.ts'
import { partition } from './zh/partition.ts'
import { plan } from './zh/plan.ts'
import { resource } from './zh/resource.ts'
import { risk } from './zh/risk.ts'
import { rule } from './zh/rule.ts'
import { table } from './zh/table.ts'
import { thematic } from './zh/thematic.ts'
import { threat } from './zh/threat.ts'
import { warning } from './zh/warning.ts'

/** Chinese is the source: its keys are the keys. A room is one file in `zh/`, one in `en/` and a line in each table. */
export const zh = {
  account,
  boundary,
  dispatch,
  drill,
  edition,
  errors,
  field,
  frame,
  grid,
  gridDraft,
  identification,
  incident,
  inspection,
  installation,
  look,
  map,
  member,
  overview,
  partition,
  plan,
  resource,
  risk,
  rule,
  table,
  thematic,
  threat,
  warning,
}

export type Words = typeof zh

export const en: Words = {
  account: accountEn,
  boundary: boundaryEn,
  dispatch: dispatchEn,
  drill: drillEn,
  edition: editionEn,
  errors: errorsEn,
  field: fieldEn,
  frame: frameEn,
  grid: gridEn,
  gridDraft: gridDraftEn,
  identification: identificationEn,
  incident: incidentEn,
  inspection: inspectionEn,
  installation: installationEn,
  look: lookEn,
  map: mapEn,
  member: memberEn,
  overview: overviewEn,
  partition: partitionEn,
  plan: planEn,
  resource: resourceEn,
  risk: riskEn,
  rule: ruleEn,
  table: tableEn,
  thematic: thematicEn,
  threat: threatEn,
  warning: warningEn,
}
