import type { look as zh } from '../zh/look.ts'

export const look: typeof zh = {
  scales: {
    risk: {
      name: 'Risk level',
      levels: { 0: 'Not assessed', 1: 'Major', 2: 'Considerable', 3: 'Moderate', 4: 'Low' },
      whole: {
        0: 'Not assessed',
        1: 'Major risk',
        2: 'Considerable risk',
        3: 'Moderate risk',
        4: 'Low risk',
      },
    },
    warning: {
      name: 'Warning level',
      levels: { 0: 'None', 1: 'Red', 2: 'Orange', 3: 'Yellow', 4: 'Blue' },
      whole: {
        0: 'No warning',
        1: 'Red warning',
        2: 'Orange warning',
        3: 'Yellow warning',
        4: 'Blue warning',
      },
    },
    response: {
      name: 'Response level',
      levels: { 0: 'Not started', 1: 'Level I', 2: 'Level II', 3: 'Level III', 4: 'Level IV' },
      whole: {
        0: 'No response',
        1: 'Level I response',
        2: 'Level II response',
        3: 'Level III response',
        4: 'Level IV response',
      },
    },
    incident: {
      name: 'Incident grade',
      levels: { 0: 'Not graded', 1: 'Extremely serious', 2: 'Serious', 3: 'Large', 4: 'Ordinary' },
      whole: {
        0: 'Not graded',
        1: 'Extremely serious incident',
        2: 'Serious incident',
        3: 'Large incident',
        4: 'Ordinary incident',
      },
    },
  },
  close: 'Close',
  cancel: 'Cancel',
  choose: 'Choose',
  required: 'required',
  more: 'More',
  busy: 'Working',
  left: (time: string) => `${time} left`,
  late: (time: string) => `${time} late`,
  increase: 'Increase',
  decrease: 'Decrease',
  resize: 'Panel width',
  empty: 'Nothing here',
  loading: 'Loading',
  conflict: {
    title: 'Someone else has just changed this',
    detail: (who: string, time: string) =>
      `${who} saved another version at ${time}. Choose which one to keep.`,
    field: 'Field',
    mine: 'My change',
    theirs: 'Their version',
    keepMine: 'Keep mine on top',
    takeTheirs: 'Take theirs',
    same: 'same',
  },
}
