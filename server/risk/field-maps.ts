import type { Wanted } from './cover.ts'
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

const bytesOf = (value: unknown): number => (ArrayBuffer.isView(value) ? value.byteLength : 0)

/** Bytes of the arrays that some objects hold. */
export const bytesOfAll = (parts: readonly object[]): number =>
  parts.flatMap(part => Object.values(part)).reduce((sum: number, value: unknown) => sum + bytesOf(value), 0)

type Turn = Pick<Change, 'old' | 'next' | 'isMoved'>

/** What a map can lose where the source was; `unassessed` when it stays as severe as it is. */
export function lostAt({ old, next, isMoved }: Turn, index: ChannelIndex): Severity {
  const was = old ? oldAt(old, index) : unassessed
  return isMoved || !next || nextAt(next, index) < was ? was : unassessed
}

/** What a map can gain where the source comes; `unassessed` when it is no more severe than before. */
export function gainedAt({ old, next, isMoved }: Turn, index: ChannelIndex): Severity {
  const now = next ? nextAt(next, index) : unassessed
  return isMoved || !old || now > oldAt(old, index) ? now : unassessed
}

/** The maps that a value can change, and where. */
export function wantedOf(
  maps: Iterable<ChannelMap>,
  value: (index: ChannelIndex) => Severity,
  isBelow: boolean,
): Wanted {
  const wanted: Wanted = { highest: [], values: [], isBelow }
  for (const { index, sums } of maps) {
    const each = value(index)
    if (each < 0) continue
    wanted.highest.push(sums.highest)
    wanted.values.push(each)
  }
  return wanted
}
