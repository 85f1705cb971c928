import assert from 'node:assert/strict'
import { test } from 'node:test'
import { centreMigrations } from '#centre/migrations.ts'
import { createTestDatabase } from '#tests/support/test-database.ts'
import { testServerUrl } from '#tests/support/test-server.ts'
import { staleTables } from '../../scripts/generate-tables.ts'

const { pool } = await createTestDatabase(await centreMigrations())
/** The job engine's schema is its library's, not ours. */
const OURS = "n.nspname not in ('pg_catalog', 'information_schema', 'jobs', 'public') and n.nspname not like 'pg_%'"

test('every table and column of the centre has a Chinese comment', async () => {
  const { rows } = await pool.query<{ name: string }>(`
    select n.nspname || '.' || c.relname || coalesce('.' || a.attname, '') as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
      left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind in ('r', 'p') and not c.relispartition and ${OURS}
      and (coalesce(obj_description(c.oid), '') !~ '[一-龥]' or coalesce(col_description(c.oid, a.attnum), '') !~ '[一-龥]')`)
  assert.deepEqual(rows.map((row) => row.name), [], 'add COMMENT ON to the migration')
})

test('foreign keys point downward only: service to spine to platform', async () => {
  const { rows } = await pool.query<{ key: string }>(`
    select f.nspname || '.' || c.conname || ' → ' || t.nspname as key
    from pg_constraint c join pg_class fc on fc.oid = c.conrelid join pg_namespace f on f.oid = fc.relnamespace
      join pg_class tc on tc.oid = c.confrelid join pg_namespace t on t.oid = tc.relnamespace
    where c.contype = 'f' and f.nspname <> t.nspname
      and not (t.nspname = 'platform' or (t.nspname = 'spine' and f.nspname <> 'platform'))`)
  assert.deepEqual(rows.map((row) => row.key), [])
})

test('every table has a primary key', async () => {
  const { rows } = await pool.query<{ name: string }>(`
    select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and ${OURS}
      and not exists (select 1 from pg_constraint k where k.conrelid = c.oid and k.contype = 'p')`)
  assert.deepEqual(rows.map((row) => row.name), [])
})

test('the generated table types are what the migrations give', async () => {
  assert.deepEqual(await staleTables(await testServerUrl()), [], 'run: node scripts/generate-tables.ts')
})
