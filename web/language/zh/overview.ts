export const overview = {
  title: '态势',
}
