import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readyToReview, reviewSql } from './review-sql.ts'
import type { SqlDialect } from './sql-statement.ts'
import { takeApart } from './take-apart.ts'

await readyToReview()
const apart = (text: string, dialect: SqlDialect = 'postgres') => {
  const [statement] = reviewSql({ dialect, purpose: 'change', text, schemas: ['app'] }).statements
  assert.ok(statement, text)
  return takeApart(statement, dialect, 'app', { rows: 1, tolerance: 0 })
}
const step = (text: string, dialect?: SqlDialect) => {
  const found = apart(text, dialect)
  assert.ok('step' in found, JSON.stringify(found))
  const { rows: _rows, tolerance: _tolerance, ...rest } = found.step
  return rest
}

test('clauses are taken apart where they stand, not where the same words stand in texts, subqueries and comments', () => {
  assert.deepEqual(step("update app.t as x set a = 1, note = 'set where from' from (select id from s where a = 1) q where x.id = q.id and note <> 'where' -- where"), {
    verb: 'update', schema: 'app', table: 't', alias: 'x', set: "a = 1, note = 'set where from'", sources: '(select id from s where a = 1) q', where: "x.id = q.id and note <> 'where'", body: '',
  })
  assert.deepEqual(step('delete from "T" using s where "T".id = s.id'), { verb: 'delete', schema: 'app', table: 'T', alias: null, set: '', sources: 's', where: '"T".id = s.id', body: '' })
  assert.deepEqual(step("insert into t (id, a) select id, 1 from s where id > 3"), { verb: 'insert', schema: 'app', table: 't', alias: null, set: '', sources: '', where: '', body: '(id, a) select id, 1 from s where id > 3' })
  assert.deepEqual(step("update `t` set a = (select max(a) from s where s.id = t.id) where id in (1, 2) # where", 'mysql'), { verb: 'update', schema: 'app', table: 't', alias: null, set: 'a = (select max(a) from s where s.id = t.id)', sources: '', where: 'id in (1, 2)', body: '' })
})

test('what cannot be taken apart without doubt is refused', () => {
  for (const text of ['update t set a = 1', 'insert into t values (1)', 'with x as (select 1) delete from t where id = 1', 'delete from t where id = 1 returning id', 'select 1', 'truncate t']) assert.ok('problem' in apart(text), text)
})
