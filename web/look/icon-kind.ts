import type { Component } from 'svelte'

/** A lucide icon component. */
export type IconKind = Component<{
  size?: string | number
  strokeWidth?: string | number
  class?: string
  'aria-hidden'?: 'true'
}>
