import type { Key } from '../keys.ts'
import type { Words } from '../language/words.ts'
import type { GridDesk } from './grid-desk.svelte.ts'
import type { ToolName } from './tool-box.svelte.ts'

export interface GridKeysInput {
  desk: GridDesk
  mayEdit: () => boolean
  open: () => void
  leave: () => void
  propose: () => void
  merge: () => void
  finishMerge: () => void
  leaveMerge: () => void
  isMerging: () => boolean
  history: () => void
  move: (by: 1 | -1) => void
}

type GestureName = keyof Words['grid']['gestures']
const handGestures: readonly GestureName[] = ['move', 'edge', 'free', 'insert', 'remove']
const penGestures: readonly GestureName[] = ['corner', 'end', 'last']

/** The keys of the grid workspace; each works only where it means something. */
export function gridKeys(input: GridKeysInput): Key[] {
  const { desk, mayEdit, open, leave, propose, move, isMerging } = input
  const isReading = () => desk.mode === 'read' && !isMerging()
  const isEditing = () => desk.mode === 'edit'
  const stop = () => (desk.tools?.cancel() ? undefined : leave())
  const hasPen = () => isEditing() && desk.tools?.name !== 'move'
  const tool = (chord: string, name: ToolName): Key => ({
    ...{ chord, word: t => t.grid.tool[name], run: () => desk.choose(name), when: isEditing },
  })
  const redo = { word: (t: Parameters<Key['word']>[0]) => t.grid.keys.redo, run: desk.redo, when: isEditing }
  const gesture = (name: GestureName, when: () => boolean): Key => ({
    ...{ chord: '', run: () => undefined, when },
    gesture: t => t.grid.gestures[name].how,
    word: t => t.grid.gestures[name].does,
  })
  const hasHand = () => isEditing() && desk.tools?.name === 'move'
  return [
    { chord: 'e', word: t => t.grid.keys.edit, run: open, when: () => isReading() && mayEdit() },
    { chord: 'Ctrl+Z', word: t => t.grid.keys.undo, run: desk.undo, when: isEditing },
    { chord: 'Ctrl+Shift+Z', ...redo },
    { chord: 'Ctrl+Y', ...redo },
    { chord: 'Ctrl+Enter', word: t => t.gridDraft.propose, run: propose, when: isEditing },
    {
      chord: 'Ctrl+S',
      word: t => t.gridDraft.keep,
      run: () => void desk.keepNow().catch(() => undefined),
      when: isEditing,
    },
    {
      chord: 'm',
      word: t => t.grid.compare,
      run: input.merge,
      when: () => isEditing() && desk.newerThanSeen().length > 0,
    },
    { chord: 'Ctrl+Enter', word: t => t.gridDraft.rebase, run: input.finishMerge, when: isMerging },
    { chord: 'Escape', word: t => t.gridDraft.back, run: input.leaveMerge, when: isMerging },
    { chord: 'h', word: t => t.gridDraft.publications.title, run: input.history, when: isReading },
    tool('v', 'move'),
    tool('b', 'reshape'),
    tool('x', 'split'),
    tool('n', 'cut-out'),
    tool('f', 'transfer'),
    tool('j', 'merge'),
    tool('s', 'simplify'),
    tool('d', 'divide'),
    tool('u', 'undivide'),
    tool('t', 'thematic'),
    { chord: 'k', word: t => t.grid.keys.trace, run: desk.toggleTrace, when: hasPen },
    { chord: 'Enter', word: t => t.grid.keys.finish, run: () => desk.tools?.finish(), when: hasPen },
    { chord: 'Backspace', word: t => t.grid.keys.back, run: () => void desk.tools?.back(), when: hasPen },
    {
      chord: 'Delete',
      word: t => t.grid.keys.deleteVertex,
      run: () => void desk.tools?.deleteVertex(),
      when: isEditing,
    },
    { chord: 'Escape', word: t => t.grid.keys.escape, run: stop, when: isEditing },
    ...handGestures.map(name => gesture(name, hasHand)),
    ...penGestures.map(name => gesture(name, hasPen)),
    { chord: 'ArrowDown', word: t => t.grid.keys.next, run: () => move(1), when: isReading },
    {
      chord: 'ArrowUp',
      word: t => t.grid.keys.previous,
      run: () => move(-1),
      when: isReading,
    },
  ]
}
