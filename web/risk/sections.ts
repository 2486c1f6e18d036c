import type { Component } from 'svelte'

type SectionPanel = Component<{ hazardId?: number }>

/** What the risk workspace is about at a time; each panel is loaded when it is first opened. */
export const sectionLoaders = {
  identification: () => import('../identification/IdentificationPanel.svelte'),
  installations: () => import('../installation/InstallationPanel.svelte'),
  threats: () => import('../threat/ThreatPanel.svelte'),
  inspections: () => import('../inspection/InspectionPanel.svelte'),
  editions: () => import('./edition/EditionPanel.svelte'),
  live: () => import('../warning/LivePanel.svelte'),
  rules: () => import('../rule/RulesPanel.svelte'),
} satisfies Record<string, () => Promise<{ default: SectionPanel }>>

/** The sources of risk themselves come first and need no loading. */
export type Section = 'sources' | keyof typeof sectionLoaders

export const sections: readonly Section[] = ['sources', ...keysOf(sectionLoaders)]

export const sectionOf = (text: string | undefined): Section =>
  sections.find(section => section === text) ?? 'sources'

// The keys of a constant record are the keys of its type.
function keysOf<Key extends string>(record: Record<Key, unknown>) {
  return Object.keys(record) as Key[]
}
