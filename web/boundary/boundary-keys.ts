import type { Key } from '../keys.ts'
import type { BoundaryDesk, View } from './boundary-desk.svelte.ts'

interface Hand {
  desk: BoundaryDesk
  mayEdit: () => boolean
  choose: () => void
  step: (by: 1 | -1) => void
  use: () => void
  mayUse: () => boolean
}

const nextView: Record<View, View> = { both: 'before', before: 'after', after: 'both' }

/** What the keys do while boundaries are imported. */
export function boundaryKeys({ desk, mayEdit, choose, step, use, mayUse }: Hand): Key[] {
  const hasDefects = () => (desk.current?.defects.length ?? 0) > 0
  return [
    {
      chord: 'u',
      word: t => t.boundary.keys.choose,
      run: choose,
      when: () => mayEdit() && desk.current === undefined,
    },
    { chord: 'j', word: t => t.boundary.keys.next, run: () => step(1), when: hasDefects },
    { chord: 'k', word: t => t.boundary.keys.previous, run: () => step(-1), when: hasDefects },
    {
      chord: 'a',
      word: t => t.boundary.keys.accept,
      run: () => {
        const { picked } = desk
        if (picked) void desk.answer(picked.id, picked.proposal)
      },
      when: () => mayEdit() && desk.picked?.answer === null,
    },
    {
      chord: 'v',
      word: t => t.boundary.keys.view,
      run: () => {
        desk.view = nextView[desk.view]
      },
      when: () => desk.current?.crs != null,
    },
    {
      chord: 'Ctrl+Enter',
      word: t => t.boundary.crs.use,
      run: () => {
        if (desk.tried) void desk.save({ crs: desk.tried })
      },
      when: () => mayEdit() && desk.current?.crs === null && desk.tried !== undefined,
    },
    { chord: 'Ctrl+S', word: t => t.boundary.keys.take, run: use, when: mayUse },
  ]
}
