import type { Sql } from 'postgres'
import { Refusal } from '../errors.ts'

const limit = 8
const minutes = 10

/**
 * Counts a try before it is judged, so that tries side by side cannot slip under the limit together.
 * @throws Refusal `busy` after 8 failed tries of one login in 10 minutes
 */
export async function countTry(sql: Sql, login: string): Promise<void> {
  const [mine] =
    await sql`insert into sign_in_failures (login) values (${login}) returning ctid::text as place`
  const [tries] = await sql`select count(*)::int as n from sign_in_failures
    where login = ${login} and failed_at > now() - make_interval(mins => ${minutes})`
  if ((tries?.n ?? 0) <= limit) return
  // A try that was not judged does not lengthen the wait.
  await sql`delete from sign_in_failures where ctid = ${mine?.place ?? '(0,0)'}::text::tid and login = ${login}`
  throw new Refusal('busy', {
    zh: `尝试次数过多，请 ${minutes} 分钟后再试`,
    en: `Too many attempts; try again in ${minutes} minutes`,
  })
}

export async function forgetTries(sql: Sql, login: string): Promise<void> {
  await sql`delete from sign_in_failures where login = ${login}`
}
