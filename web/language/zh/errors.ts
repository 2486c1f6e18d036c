/** What went wrong and what to do; the server's own `detail` is shown when it has one. */
export const errors = {
  codes: {
    invalid: '内容不完整或不正确',
    missing: '找不到这条内容，可能已被删除',
    conflict: '内容已被别人修改',
    forbidden: '您的角色或辖区不允许此操作',
    unauthenticated: '登录已过期，请重新登录',
    busy: '系统正忙，请稍后再试',
    'too-large': '内容太大',
    unavailable: '服务暂不可用',
    offline: '网络已断开，没有送达',
    unknown: '出现意外错误',
  },
  retry: '重试',
  reload: '重新载入',
  signIn: '重新登录',
  dismiss: '知道了',
  offlineBanner: '网络已断开。画面停在断开前的状态，恢复后自动续上。',
  screenFailed: '这个页面没有打开',
  noTown: '您的账号还没有可查看的镇街，请联系管理员',
}
