import type { errors as zh } from '../zh/errors.ts'

export const errors: typeof zh = {
  codes: {
    invalid: 'Something is incomplete or not right',
    missing: 'This cannot be found; it may have been removed',
    conflict: 'Someone else has changed this',
    forbidden: 'Your role or area does not allow this',
    unauthenticated: 'Your session has ended; please sign in again',
    busy: 'The system is busy; try again shortly',
    'too-large': 'This is too large',
    unavailable: 'The service is not available now',
    offline: 'The network is down; nothing was sent',
    unknown: 'An unexpected error occurred',
  },
  retry: 'Retry',
  reload: 'Reload',
  signIn: 'Sign in again',
  dismiss: 'OK',
  offlineBanner: 'The network is down. The picture is as it was; it will catch up by itself.',
  screenFailed: 'This page did not open',
  noTown: 'Your account cannot see any town yet; ask your administrator',
}
