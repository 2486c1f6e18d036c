import { domains, scales } from './risk.ts'
import { type Severity, unassessed } from './rules/severity.ts'
import type { FieldSource, Shot } from './sources.ts'
import type { Channel, Sums } from './sums.ts'
import { never } from './touching.ts'

/** One source going from what it was to what it is, by the slot it has. */
export interface Change {
  slot: number
  old: Shot | null
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

const bytesOf = (value: unknown): number => (ArrayBuffer.isView(value) ? value.byteLength : 0)

/** Bytes of the arrays that some objects hold. */
export const bytesOfAll = (parts: readonly object[]): number =>
  parts.flatMap(part => Object.values(part)).reduce((sum: number, value: unknown) => sum + bytesOf(value), 0)

/** What a map can lose where the source was; `never` when it stays as severe as it is. */
export const lostAt = ({ isMoved, next }: Change, was: Severity, now: Severity): Severity =>
  isMoved || !next || now < was ? orNever(was) : never

/** What a map can gain where the source comes; `never` when it is no more severe than before. */
export const gainedAt = ({ isMoved, old }: Change, was: Severity, now: Severity): Severity =>
  isMoved || !old || now > was ? orNever(now) : never

const orNever = (severity: Severity): Severity => (severity < 0 ? never : severity)
