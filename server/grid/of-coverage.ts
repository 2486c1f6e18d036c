import type { TransactionSql } from 'postgres'

/**
 * What makes a grid one of the coverage: it is in force, not thematic, and not merely the outline of grids within it.
 * @param name what the statement calls the table `grids`
 */
export const ofCoverage = (sql: TransactionSql, name: string) => {
  const grid = sql(name)
  return sql`${grid}.retired_at is null and ${grid}.level <> 'thematic'
    and not exists (select from grids lower where lower.parent_id = ${grid}.id and lower.retired_at is null)`
}
