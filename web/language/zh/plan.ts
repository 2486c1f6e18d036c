export const plan = {
  title: '预案',
}
