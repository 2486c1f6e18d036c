import type { GridDraft } from '../../server/grid/draft.ts'

/** Whether the editor can go on with a draft: a return to earlier boundaries and a file are only looked at. */
export const isDrawn = ({ restore, imported }: Pick<GridDraft, 'restore' | 'imported'>): boolean =>
  restore === null && imported === null
