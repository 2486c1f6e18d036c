import { BlockList, isIPv6 } from 'node:net'
import type { Sql, TransactionSql } from 'postgres'
import type { Settings } from './settings.ts'

const own = new BlockList()
own.addSubnet('127.0.0.0', 8, 'ipv4')
own.addAddress('::1', 'ipv6')

/** Whether only this machine can reach what listens there. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || own.check(host, isIPv6(host) ? 'ipv6' : 'ipv4')

/** Before anything is opened: nobody in the network may enter by choosing a role. @throws Error with the remedy */
export function refuseOpenDemo({ host, demo }: Pick<Settings, 'host' | 'demo'>): void {
  if (isLoopback(host) || !demo) return
  throw new Error(
    `HOST=${host} 会让网络中任何人都能以任一角色进入：演示登录仍开着。请加 SISETU_DEMO=0，或去掉 HOST 只在本机使用
  HOST=${host} would let anybody in the network enter in any role, since demo sign-in is on: set SISETU_DEMO=0, or leave HOST out to serve this machine only`,
  )
}

/** Before it listens: an installation that others reach has an administrator with a password. @throws Error */
export async function refuseUnguarded(
  sql: Sql | TransactionSql,
  { host }: Pick<Settings, 'host'>,
): Promise<void> {
  if (isLoopback(host)) return
  const [administrator] = await sql`select id from people
    where active and password_hash is not null and 'administrator' = any (roles) limit 1`
  if (administrator) return
  throw new Error(
    `HOST=${host} 之前要先有一位设了密码的管理员：运行 npm run password，再启动
  Before HOST=${host} there must be an administrator with a password: run npm run password, then start again`,
  )
}
