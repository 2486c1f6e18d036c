export const field = {
  title: '现场',
}
