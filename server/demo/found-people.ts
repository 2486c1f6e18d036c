import type { Sql, TransactionSql } from 'postgres'
import type { DemoRole, Person, Role } from '../account/account.ts'
import { personOf } from '../account/find.ts'

/** Made-up accounts, one for each home screen; nobody needs a password in demo mode. */
const ACCOUNTS: [role: Role, name: string, title: string, seat?: DemoRole][] = [
  ['administrator', '许建平', '系统管理员'],
  ['planner', '沈若兰', '预案管理员'],
  ['commander', '周岚', '指挥长'],
  ['commander', '罗明远', '副指挥长', 'deputy-commander'],
  ['grid-manager', '陆志强', '网格管理员'],
  ['drill-organizer', '顾佳怡', '演练组织者'],
  ['duty', '秦文斌', '值班长'],
  ['viewer', '何春梅', '查看'],
]

/** Who can sign in to the made-up town, the first of each role. Existing accounts are left as they are. */
export async function foundAccounts(sql: Sql): Promise<Map<Role, Person>> {
  const found = new Map<Role, Person>()
  for (const [role, name, title, seat = role] of ACCOUNTS) {
    const login = `demo-${seat}`
    await sql`insert into people (login, name, title, roles) values (${login}, ${name}, ${title}, ${[role]}) on conflict do nothing`
    const [row] = await sql<Parameters<typeof personOf>[0][]>`
      select id, name, title, login, roles, town_ids, responder_id from people where login = ${login}`
    if (row && !found.has(role)) found.set(role, personOf(row))
  }
  return found
}

/** One phone for each team, so that its field page can be tried. */
export async function foundPhones(
  sql: TransactionSql,
  { townId, responders }: { townId: number; responders: Map<string, number> },
): Promise<void> {
  for (const [key, id] of responders) {
    if (key.includes('/') || key.startsWith('expert-')) continue
    await sql`insert into people (login, name, title, roles, town_ids, responder_id)
      select ${`demo-responder-${key}`}, name, '现场队伍', array['responder'], ${[townId]}::int[], id from responders where id = ${id}
      on conflict (login) do update set town_ids = excluded.town_ids, responder_id = excluded.responder_id`
  }
}
