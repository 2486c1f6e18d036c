import type { GridDraft } from '../draft.ts'

/** A draft in the journal without its long lists: how many edits, and which grids they touch. */
export const briefOf = ({ edits, seen, attributes, thematic, ...draft }: GridDraft) => ({
  ...draft,
  edits: edits.length,
  attributes: attributes.length,
  thematic: thematic.length,
  touches: seen.map(({ id }) => id),
})
