import { ScatterplotLayer } from '@deck.gl/layers'
import type { Proposal } from '../../server/identification/identification.ts'
import type { Staged } from '../map/stage.svelte.ts'
import { type DiscItem, type DiscLook, discLayer } from '../map/symbols.ts'
import { OVERLAY } from '../map/tone.ts'

export interface ProposalItem extends DiscItem {
  proposalId: number
}

/** Proposed risk points as discs of their own, for they are no sources yet; the selected one with the reach it would have. */
export function proposalLayers(
  { rows, selectedId }: { rows: readonly Proposal[]; selectedId: number | undefined },
  look: DiscLook & { language: 'zh' | 'en' },
): Staged {
  const items = rows.map(
    ({ id, lngLat, name, nameEn, act }): ProposalItem => ({
      id: `proposal-${id}`,
      proposalId: id,
      lngLat,
      character: act === 'add' ? '险' : '化',
      tone: 'away',
      label: look.language === 'en' && nameEn ? nameEn : name,
      isSelected: id === selectedId,
      weight: id === selectedId ? 9 : 0,
    }),
  )
  const discs = discLayer('drafts', items, { ...look, labelZoom: 15 })
  const selected = rows.filter(({ id }) => id === selectedId)
  const [red, green, blue] = OVERLAY[look.theme].act
  const reach = new ScatterplotLayer<Proposal>({
    id: 'reach/proposal',
    data: selected,
    getPosition: each => each.lngLat,
    getRadius: each => each.reachMeters,
    getFillColor: [red, green, blue, 26],
    stroked: true,
    getLineColor: [red, green, blue, 220],
    getLineWidth: 2,
    lineWidthUnits: 'pixels',
  })
  return { ...discs, layers: [reach, ...discs.layers] }
}
