import { type Assessed, diagnosed, lec, ls } from './assessment.ts'

export interface PastAssessment {
  daysAgo: number
  scale: 'inherent' | 'residual'
  assessed: Assessed
  note: string
}

const made = (daysAgo: number, note: string, inherent: Assessed, residual: Assessed): PastAssessment[] => [
  { daysAgo, scale: 'inherent', assessed: inherent, note },
  { daysAgo, scale: 'residual', assessed: residual, note },
]

/** What some sources of the register were found to be in earlier rounds, oldest first; others were assessed once. */
export const pastAssessments: Readonly<Record<string, readonly PastAssessment[]>> = {
  '3 号罐区液氨罐组': [
    ...made(420, '首次排查，按风险矩阵', ls(5, 4), ls(4, 4)),
    ...made(190, '年度评估，喷淋系统检修中', lec(6, 6, 40), lec(3, 6, 40)),
  ],
  '1 号罐区甲醇汽油罐组': made(300, '年度评估，围堰待修', lec(6, 6, 15), lec(6, 6, 15)),
  澜海精细化工硝化车间: [
    ...made(700, '首次排查', lec(6, 6, 15), lec(6, 6, 15)),
    { daysAgo: 380, scale: 'residual', assessed: diagnosed(58.5), note: '专家诊断，联锁未投用' },
  ],
  鹭新动力电池化成车间: made(370, '首次排查', lec(6, 6, 15), lec(3, 6, 7)),
  观澜山东坡滑坡点: made(360, '首次排查，按风险矩阵', ls(3, 4), ls(3, 4)),
  镜湖体育场大型活动: made(200, '上半年评估', ls(3, 5), ls(2, 4)),
}
