import { domains, scales } from './risk.ts'
import type { DecayStep } from './rules/decay.ts'
import { type Severity, unassessed } from './rules/severity.ts'
import type { FieldSource, Shot } from './sources.ts'
import type { Channel, Sums } from './sums.ts'

/** One source going from what it was to what it is, with the cells it covered and covers. */
export interface Change {
  slot: number
  old: Shot | null
  /** What its decay was. */
  oldSteps: readonly DecayStep[]
  next: FieldSource | null
  isMoved: boolean
}

export interface ChannelMap {
  channel: Channel
  index: ChannelIndex
  sums: Sums
}

export interface ChannelIndex {
  scale: number
  /** -1 for all domains. */
  domain: number
}

export const channelIndex = ({ scale, domain }: Channel): ChannelIndex => ({
  scale: scales.indexOf(scale),
  domain: domain === null ? -1 : domains.indexOf(domain),
})

export const oldAt = ({ domain, severities }: Shot, index: ChannelIndex): Severity =>
  isIn(domain, index) ? (severities[index.scale] ?? unassessed) : unassessed

export const nextAt = ({ domain, severities }: FieldSource, index: ChannelIndex): Severity =>
  isIn(domains.indexOf(domain), index) ? severities[scales[index.scale] ?? 'inherent'] : unassessed

export const isIn = (domain: number, index: ChannelIndex) => index.domain < 0 || index.domain === domain

export const nameOf = ({ scale, domain }: Channel) => `${scale}/${domain ?? ''}`

export const mapOf = (channel: Channel, sums: Sums): ChannelMap => ({
  channel,
  index: channelIndex(channel),
  sums,
})

export const bytesOf = (value: unknown): number => (ArrayBuffer.isView(value) ? value.byteLength : 0)
