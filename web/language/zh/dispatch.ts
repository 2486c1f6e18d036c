export const dispatch = {
  title: '调度',
}
