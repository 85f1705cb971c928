import type { Connection } from './connection.ts'

/** Mark at the end of a column's comment; the inventory and the inspection login both go by it. */
export const PERSONAL_DATA_MARK = '〔个人信息〕'

/** The system's own login owns the schemas of its field; of the floor it may use the tables, and only add to what is append-only. */
export async function grantApplication(client: Connection, username: string, schemas: readonly string[]): Promise<void> {
  const role = client.escapeIdentifier(username)
  await client.query(`grant connect on database ${client.escapeIdentifier(await databaseName(client))} to ${role}`)
  for (const schema of schemas) {
    await client.query(`alter schema ${client.escapeIdentifier(schema)} owner to ${role}`)
    // A partition and its identity counter follow their table; functions and tables are handed over one by one.
    const { rows } = await client.query<{ statement: string }>(
      `select format('alter table %s owner to %I', c.oid::regclass, $2::text) as statement
         from pg_class c where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p', 'v') and pg_get_userbyid(c.relowner) <> $2
       union all
       select format('alter function %s owner to %I', p.oid::regprocedure, $2::text) from pg_proc p where p.pronamespace = $1::regnamespace and pg_get_userbyid(p.proowner) <> $2`,
      [schema, username],
    )
    for (const { statement } of rows) await client.query(statement)
  }
  await client.query(`grant usage on schema platform to ${role}`)
  await client.query(`grant select, insert, update, delete on all tables in schema platform to ${role}`)
  await client.query(`grant usage on all sequences in schema platform to ${role}`)
  await client.query(`revoke update, delete on platform.audit_entry from ${role}`)
  await client.query(`revoke insert, update, delete on platform.migration from ${role}`)
}

/** The inspection's login reads every business table but not the columns with personal data, and sees the server's statistics. */
export async function grantProbe(client: Connection, username: string, schemas: readonly string[]): Promise<void> {
  const role = client.escapeIdentifier(username)
  const database = client.escapeIdentifier(await databaseName(client))
  await client.query(`alter role ${role} connection limit 10`)
  await client.query(`alter role ${role} set default_transaction_read_only = on`)
  await client.query(`alter role ${role} set statement_timeout = '30s'`)
  await client.query(`grant connect on database ${database} to ${role}`)
  await client.query(`grant pg_monitor to ${role}`)
  const { rows } = await client.query<{ statement: string }>(
    `select format('grant select (%s) on %s to %I', string_agg(quote_ident(a.attname), ', ' order by a.attnum), c.oid::regclass, $2::text) as statement
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace::regnamespace::text = any($1) and c.relkind in ('r', 'p', 'v')
        and coalesce(col_description(c.oid, a.attnum), '') not like '%' || $3
      group by c.oid`,
    [schemas, username, PERSONAL_DATA_MARK],
  )
  for (const schema of schemas) await client.query(`grant usage on schema ${client.escapeIdentifier(schema)} to ${role}`)
  for (const { statement } of rows) await client.query(statement)
}

/** The backup's login reads everything there is, personal data too, and can change nothing. */
export async function grantBackup(client: Connection, username: string): Promise<void> {
  const role = client.escapeIdentifier(username)
  await client.query(`alter role ${role} connection limit 6`)
  await client.query(`alter role ${role} set default_transaction_read_only = on`)
  await client.query(`grant connect on database ${client.escapeIdentifier(await databaseName(client))} to ${role}`)
  await client.query(`grant pg_read_all_data to ${role}`)
}

/** The maintenance login changes rows of business tables, never their structure, and only adds to what tells of orders and steps that were taken. */
export async function grantKeeper(client: Connection, username: string, schemas: readonly string[]): Promise<void> {
  const role = client.escapeIdentifier(username)
  await client.query(`alter role ${role} connection limit 10`)
  await client.query(`grant connect on database ${client.escapeIdentifier(await databaseName(client))} to ${role}`)
  for (const schema of schemas.map((one) => client.escapeIdentifier(one))) {
    await client.query(`grant usage on schema ${schema} to ${role}`)
    await client.query(`grant select, insert, update, delete on all tables in schema ${schema} to ${role}`)
    await client.query(`grant usage on all sequences in schema ${schema} to ${role}`)
  }
  for (const table of ['casework.account_order', 'casework.case_event', 'casework.xinyun_data_change']) await client.query(`revoke update, delete on ${table} from ${role}`)
  await client.query(`revoke insert on casework.account_order from ${role}`)
}

async function databaseName(client: Connection): Promise<string> {
  const { rows } = await client.query<{ name: string }>('select current_database() as name')
  return rows[0]?.name ?? ''
}
