export const risk = {
  title: '风险',
}
