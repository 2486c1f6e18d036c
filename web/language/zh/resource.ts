export const resource = {
  title: '资源',
}
