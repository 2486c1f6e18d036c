export const table = {
  template: '下载模板',
  choose: '选择文件',
  again: '换一个文件',
  faults: (count: string) => `${count} 行不能收`,
  row: (row: number) => `第 ${row} 行`,
  store: (rows: string) => `导入 ${rows} 行`,
  keepGood: (rows: string) => `只收下合格的 ${rows} 行`,
  fix: '改正文件后重新选择，或勾选只收合格的行',
  hazards: {
    open: '导入',
    title: '导入风险源',
    detail: '一行一个风险源，导入后为未评估',
    columns:
      '列：名称、英文名称、领域、类别、经度、纬度（WGS 84 十进制度）、影响半径（米）、责任单位、联系电话；CSV 文件，UTF-8 或 GBK，至多 5000 行。英文名称、影响半径、责任单位、联系电话可以不填',
    reachOpen: (rows: string, meters: string) => `${rows} 行没有写影响半径，按 ${meters} 米计`,
    read: (rows: string, good: string) => `${rows} 行，可收 ${good} 行`,
    keepDetail: '不合格的行不进名录，改正后可再导入这些行',
    stored: (count: string, first: string, last: string) =>
      `已登记 ${count} 个风险源，编码 ${first} 至 ${last}`,
    leftOut: (count: string) => `${count} 行没有收`,
    columnsHead: '名称,英文名称,领域,类别,经度,纬度,影响半径（米）,责任单位,联系电话',
    example: (place: string) =>
      `液氨储罐区,Ammonia tank farm,安全生产,储罐区,${place},500,某化工公司,021-00000000`,
  },
}
