import type { GridCover } from '../../server/member/member.ts'

/** A grid that has its people, and lies in no other. */
export const cover = (gridId: number, more: Partial<GridCover> = {}): GridCover => ({
  ...{
    gridId,
    code: `G${gridId}`,
    name: `${gridId}号`,
    regionName: '东村',
    regionNameEn: '',
    leads: ['甲'],
    backups: ['乙'],
  },
  ...{ level: 'first', parentId: null, leadsAbove: [], backupsAbove: [], aboveName: '' },
  ...{ lower: 0, lowerLed: 0, members: 0, lacks: [], nextGapOn: null },
  ...more,
})
