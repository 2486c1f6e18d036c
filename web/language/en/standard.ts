// What the built-in methods and control rules cite. Both are data: what a person wrote has no English but their own.
const names: Readonly<Record<string, string>> = {
  作业条件危险性评价法: 'Assessment of working conditions (LEC)',
  风险矩阵法: 'Risk matrix (LS)',
  'MES 评价法': 'MES assessment',
  'MES 评价法（轨道交通）': 'MES assessment (rail transit)',
  区域自然灾害风险指标加权法: 'Weighted indicators of regional natural hazards',
  '应急〔2018〕19号': 'Emergency Management [2018] No. 19',
  '百分制，分数越低风险越高': 'Out of 100; the lower the score, the higher the risk',
  '分级管控：上一级管控的，下一级同时管控；红色由县级及以上管控':
    'Control by level: each lower level controls with the higher; red from the county up',
  '分级管控：橙色由镇级管控': 'Control by level: orange by the town',
  '分级管控：黄色由村级管控': 'Control by level: yellow by the village',
  '分级管控：蓝色由企业（单位）自行管控': 'Control by level: blue by the enterprise itself',
}

/** The English of what a built-in method or rule cites; anything else as it was written. */
export const cited = (text: string): string => names[text] ?? text
