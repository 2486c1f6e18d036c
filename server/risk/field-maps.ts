import { domains, scales } from './risk.ts'
import type { FieldSource, Shot } from './sources.ts'
import type { Channel, Sums } from './sums.ts'

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

/** A scale and a domain as places in their lists. */
export const channelIndex = ({ scale, domain }: Channel): ChannelIndex => ({
  scale: scales.indexOf(scale),
  domain: domain === null ? -1 : domains.indexOf(domain),
})

/** Whether a channel shows sources of a domain, told by its place. */
export const isIn = (domain: number, index: ChannelIndex) => index.domain < 0 || index.domain === domain

/** The key of a channel: `residual/` for all domains together. */
export const nameOf = ({ scale, domain }: Channel) => `${scale}/${domain ?? ''}`

/** A map over sums that are filled already. */
export const mapOf = (channel: Channel, sums: Sums): ChannelMap => ({
  channel,
  index: channelIndex(channel),
  sums,
})

const bytesOf = (value: unknown): number => (ArrayBuffer.isView(value) ? value.byteLength : 0)

/** Bytes of the arrays that some objects hold, each array once. */
export const bytesOfAll = (parts: readonly object[]): number =>
  [...new Set(parts.flatMap((part): unknown[] => Object.values(part)))].reduce(
    (sum: number, value) => sum + bytesOf(value),
    0,
  )
