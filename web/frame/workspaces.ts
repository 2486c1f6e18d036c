import type { Component } from 'svelte'
import type { WorkspaceKind } from '../route.ts'

/** Every workspace, loaded when it is first opened. A new kind does not compile until it stands here. */
export const workspaceLoaders: Record<WorkspaceKind, () => Promise<{ default: Component }>> = {
  overview: () => import('../overview/OverviewWorkspace.svelte'),
  risk: () => import('../risk/RiskWorkspace.svelte'),
  grid: () => import('../boundary/GridScreens.svelte'),
  plan: () => import('../plan/PlanWorkspace.svelte'),
  incident: () => import('../incident/IncidentWorkspace.svelte'),
  dispatch: () => import('../dispatch/DispatchWorkspace.svelte'),
  resource: () => import('../resource/ResourceWorkspace.svelte'),
  drill: () => import('../drill/DrillWorkspace.svelte'),
  settings: () => import('../account/SettingsWorkspace.svelte'),
}
