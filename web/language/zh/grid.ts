export const grid = {
  title: '网格',
}
