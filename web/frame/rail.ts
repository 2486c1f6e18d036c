import CirclePlay from '@lucide/svelte/icons/circle-play'
import Eye from '@lucide/svelte/icons/eye'
import LayoutGrid from '@lucide/svelte/icons/layout-grid'
import Package from '@lucide/svelte/icons/package'
import Settings from '@lucide/svelte/icons/settings'
import TriangleAlert from '@lucide/svelte/icons/triangle-alert'
import Truck from '@lucide/svelte/icons/truck'
import Workflow from '@lucide/svelte/icons/workflow'
import Zap from '@lucide/svelte/icons/zap'
import type { IconKind } from '../look/icon-kind.ts'
import type { WorkspaceKind } from '../route.ts'

/** Each workspace's sign on the rail and the keys that open it. */
export const railSigns: Record<WorkspaceKind, { icon: IconKind; chord: string }> = {
  overview: { icon: Eye, chord: 'g o' },
  risk: { icon: TriangleAlert, chord: 'g r' },
  grid: { icon: LayoutGrid, chord: 'g g' },
  plan: { icon: Workflow, chord: 'g p' },
  incident: { icon: Zap, chord: 'g i' },
  dispatch: { icon: Truck, chord: 'g d' },
  resource: { icon: Package, chord: 'g s' },
  drill: { icon: CirclePlay, chord: 'g t' },
  settings: { icon: Settings, chord: 'g x' },
}
