import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SqlDialect } from '../review/sql-statement.ts'
import { readyToReview, reviewSql } from '../review/review-sql.ts'
import { traceClasses } from './trace-classes.ts'

await readyToReview()
const confirmed = [
  { schema: 'app', table: 'person', column: 'who', class: 'name', level: '3' },
  { schema: 'app', table: 'person', column: 'id_no', class: 'resident-id', level: '4' },
  { schema: 'app', table: 'person', column: 'call', class: 'mobile', level: '3' },
  { schema: 'app', table: 'person', column: 'code', class: 'organisation-code', level: '1' },
]
function rules(sql: string, columns: string[], dialect: SqlDialect = 'postgres') {
  const { statements, findings } = reviewSql({ dialect, purpose: 'query', text: sql, schemas: ['app'] })
  assert.ok(statements[0], JSON.stringify(findings))
  return traceClasses(statements[0], 'app', confirmed, columns).map(({ rule, by }) => `${rule}/${by}`)
}

test('a confirmed class follows its column through aliases, joins, common table expressions, queries in FROM and unions', () => {
  for (const dialect of ['postgres', 'mysql'] as const) {
    assert.deepEqual(rules('select p.who as a, p.id_no, f.id as b from app.person p join app.firm f on f.id = p.firm_id', ['a', 'id_no', 'b'], dialect), ['name/confirmed', 'resident-id/confirmed', 'content/content'])
    assert.deepEqual(rules('with x as (select who as a, `call` as b from app.person) select b as c, a from x'.replaceAll('`', dialect === 'postgres' ? '"' : '`'), ['c', 'a'], dialect), ['mobile/confirmed', 'name/confirmed'])
    assert.deepEqual(rules('select t.z from (select id_no as z from app.person) t', ['z'], dialect), ['resident-id/confirmed'])
    assert.deepEqual(rules('select title as x from app.firm union all select who from app.person', ['x'], dialect), ['name/confirmed'])
    assert.deepEqual(rules('select * from app.person', ['who', 'note', 'id_no'], dialect), ['name/confirmed', 'content/content', 'resident-id/confirmed'])
  }
})

test('what is made of a sensitive column is hidden whole; how many there are, and whether, is not', () => {
  assert.deepEqual(rules(`select substr(id_no, 1, 17) as a, who || "call" as b, count(id_no) as c, id_no is null as d, upper(who) as e, case when who = 'x' then 1 else 2 end as f, case when true then id_no end as g, (select max(who) from app.person) as h from app.person group by 1`, 'abcdefgh'.split('')), [
    'hidden/confirmed', 'hidden/confirmed', 'content/content', 'content/content', 'name/confirmed', 'content/content', 'hidden/confirmed', 'name/confirmed',
  ])
})

test('the same name in another table is not the confirmed column; where it cannot be told, it is', () => {
  assert.deepEqual(rules('select f.who as a from app.firm f join app.person p on p.id = f.id', ['a']), ['content/content'])
  assert.deepEqual(rules('select who as a from app.firm f join app.person p on p.id = f.id', ['a']), ['name/confirmed'])
  assert.deepEqual(rules('with recursive r as (select who from app.person union all select who from r) select who from r', ['who']), ['name/confirmed'])
})

test('without a confirmed class the name decides, in either language; the code of an enterprise is public', () => {
  assert.deepEqual(rules('select a.x as 联系电话, a.mobile as y, a.code, p.code as 信用代码 from app.firm a join app.person p on p.id = a.id', ['联系电话', 'y', 'code', '信用代码']), ['mobile/name', 'mobile/name', 'content/content', 'content/content'])
})
