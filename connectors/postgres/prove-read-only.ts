import type { ReadOnlyProof } from '../connector.ts'

/** One query inside the door's read-only transaction. */
export type RowsOf = (sql: string) => Promise<ReadonlyArray<readonly unknown[]>>

/** What each probe asks, how it reads when nothing is found, and how when something is: [who or what, how many]. */
export const probes: ReadonlyArray<{ sql: string; clean: string; found: (things: string) => string }> = [
  {
    sql: `select word from pg_catalog.pg_roles, lateral (values (rolsuper, '超级用户'), (rolcreaterole, '创建角色'), (rolcreatedb, '创建数据库'), (rolreplication, '复制'), (rolbypassrls, '绕过行级安全')) as attribute (is_set, word)
          where rolname = current_user and is_set`,
    clean: '账户属性：无超级用户、创建角色、创建数据库、复制、绕过行级安全',
    found: (things) => `账户属性：具有 ${things}`,
  },
  {
    sql: `select r.rolname from pg_catalog.pg_roles r
          where (r.rolname in ('pg_write_all_data', 'pg_write_server_files', 'pg_execute_server_program', 'pg_create_subscription', 'pg_maintain', 'pg_signal_backend') or r.rolsuper or r.rolcreaterole)
            and r.rolname <> current_user and pg_catalog.pg_has_role(current_user, r.oid, 'member')`,
    clean: '角色成员：不属于任何可写或管理类角色',
    found: (things) => `角色成员：属于 ${things}`,
  },
  {
    sql: `select c.oid::regclass::text from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
          where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'
            and (pg_catalog.has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER') or pg_catalog.has_any_column_privilege(c.oid, 'INSERT, UPDATE'))
          order by 1`,
    clean: '表权限：对任何用户表都没有 INSERT、UPDATE、DELETE、TRUNCATE、TRIGGER',
    found: (things) => `表权限：可写 ${things}`,
  },
  {
    sql: `select quote_ident(n.nspname) from pg_catalog.pg_namespace n where n.nspname !~ '^pg_(toast|temp)' and pg_catalog.has_schema_privilege(n.oid, 'CREATE') order by 1`,
    clean: '模式权限：不能在任何模式中建立对象',
    found: (things) => `模式权限：可在 ${things} 中建立对象`,
  },
  {
    sql: `select current_database() where pg_catalog.has_database_privilege(current_database(), 'CREATE')`,
    clean: '数据库权限：不能建立模式',
    found: (things) => `数据库权限：可在 ${things} 中建立模式`,
  },
  {
    sql: `select c.oid::regclass::text from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
          where n.nspname !~ '^pg_(toast|temp)' and case c.relkind when 'S' then pg_catalog.has_sequence_privilege(c.oid, 'USAGE, UPDATE') end order by 1`,
    clean: '序列权限：不能推进任何序列',
    found: (things) => `序列权限：可推进 ${things}`,
  },
  {
    sql: `select p.oid::regprocedure::text from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
          where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema') and pg_catalog.has_function_privilege(p.oid, 'EXECUTE') order by 1`,
    clean: '以属主身份执行的函数：没有可调用的',
    found: (things) => `以属主身份执行的函数（SECURITY DEFINER）：可调用 ${things}，它们可能代为写入`,
  },
]

const NAMED = 5

/** Proof by looking up rights, not by trying to write: nothing is risked on a system in production. */
export async function provePostgresReadOnly(rowsOf: RowsOf): Promise<ReadOnlyProof> {
  const [account] = await rowsOf(`select current_user::text, current_database()::text`)
  const lines = [`账户 ${String(account?.[0])}，数据库 ${String(account?.[1])}（其他数据库须各自证明）`]
  let isReadOnly = true
  for (const probe of probes) {
    const things = (await rowsOf(probe.sql)).map((row) => String(row[0]))
    if (things.length > 0) isReadOnly = false
    lines.push(things.length === 0 ? probe.clean : probe.found(things.slice(0, NAMED).join('、') + (things.length > NAMED ? ` 等 ${things.length} 个` : '')))
  }
  return { isReadOnly, lines }
}
