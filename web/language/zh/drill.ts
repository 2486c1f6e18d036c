export const drill = {
  title: '演练',
}
