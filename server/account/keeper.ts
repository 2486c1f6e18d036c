import type { Person } from './account.ts'

/** Who acts when time alone makes something happen. */
export const keeper: Person = {
  id: 0,
  name: '系统',
  title: 'Sisetu',
  login: 'keeper',
  roles: ['administrator'],
  townIds: null,
  responderId: null,
}
