const clock = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

/** `14:32`, the time of day in China. */
export const clockText = (at: string): string => clock.format(new Date(at))
