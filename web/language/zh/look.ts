/** Words of the controls and of the four scales, which are never one another. */
export const look = {
  scales: {
    risk: {
      name: '风险等级',
      levels: { 0: '未评估', 1: '重大', 2: '较大', 3: '一般', 4: '低' },
      whole: { 0: '未评估', 1: '重大风险', 2: '较大风险', 3: '一般风险', 4: '低风险' },
    },
    warning: {
      name: '预警级别',
      levels: { 0: '无预警', 1: '红', 2: '橙', 3: '黄', 4: '蓝' },
      whole: { 0: '无预警', 1: '红色预警', 2: '橙色预警', 3: '黄色预警', 4: '蓝色预警' },
    },
    response: {
      name: '响应级别',
      levels: { 0: '未启动', 1: 'Ⅰ级', 2: 'Ⅱ级', 3: 'Ⅲ级', 4: 'Ⅳ级' },
      whole: { 0: '未启动响应', 1: 'Ⅰ级响应', 2: 'Ⅱ级响应', 3: 'Ⅲ级响应', 4: 'Ⅳ级响应' },
    },
    incident: {
      name: '事件等级',
      levels: { 0: '未定级', 1: '特别重大', 2: '重大', 3: '较大', 4: '一般' },
      whole: { 0: '未定级', 1: '特别重大事件', 2: '重大事件', 3: '较大事件', 4: '一般事件' },
    },
  },
  close: '关闭',
  cancel: '取消',
  choose: '请选择',
  required: '必填',
  more: '更多',
  busy: '处理中',
  left: (time: string) => `剩 ${time}`,
  late: (time: string) => `逾期 ${time}`,
  increase: '增加',
  decrease: '减少',
  resize: '调整面板宽度',
  empty: '没有内容',
  loading: '正在读取',
  conflict: {
    title: '别人刚改过这条内容',
    detail: (who: string, time: string) => `${who} 在 ${time} 保存了另一个版本。请选择保留哪一个。`,
    field: '内容',
    mine: '我的修改',
    theirs: '对方的版本',
    keepMine: '在其上保留我的',
    takeTheirs: '采用对方的',
    same: '相同',
  },
}
