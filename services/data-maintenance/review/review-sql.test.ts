import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readyToReview, reviewSql } from './review-sql.ts'
import { reviewRules } from './rules/review-rules.ts'
import type { Example } from './rule.ts'

await readyToReview()
const review = ({ sql, dialect = 'postgres', purpose = 'change', declared, facts, rows }: Example) =>
  reviewSql({ dialect, purpose, text: sql, schemas: ['app'], ...(declared ? { declared } : {}), ...(facts ? { facts } : {}), ...(rows ? { rows } : {}) })

test('there are at least 40 rules, each with a code of its own', () => {
  assert.ok(reviewRules.length >= 40, String(reviewRules.length))
  assert.equal(new Set(reviewRules.map(({ code }) => code)).size, reviewRules.length)
})

for (const { code, bad, good } of reviewRules) {
  test(`${code} hits its bad example, at a place of it, and leaves its good one alone`, () => {
    const found = review(bad).findings.filter((finding) => finding.code === code)
    assert.ok(found.length > 0, JSON.stringify(review(bad).findings.map((finding) => [finding.code, finding.detail])))
    for (const { line, column } of found) assert.ok(line >= 1 && column >= 1 && line <= bad.sql.split('\n').length)
    assert.deepEqual(review(good).findings.filter((finding) => finding.code === code || finding.code === 'unreadable'), [])
  })
}

test('an ordinary change has nothing that stands in its way, on either engine', () => {
  for (const dialect of ['postgres', 'mysql'] as const) {
    for (const sql of ["update app.t set a = 5, note = '按公文调整；见附件' where id = 7", 'delete from app.t where id in (1, 2)', "insert into app.t (id, code, a) values (9, 'x', 1)", "update app.t set note = concat(note, '。') where id = 1 and (a = 2 or a = 3)"]) {
      assert.deepEqual(review({ sql, dialect }).findings, [], sql)
    }
  }
})

test('a place is told by line and column in characters, also behind Chinese text', () => {
  const [found] = review({ sql: "-- 说明文字\nupdate app.t set note = '张三李四' where id = 1 or 1 = 1" }).findings.filter(({ code }) => code === 'always-true')
  assert.deepEqual([found?.line, found?.column], [2, 45])
  const [broken] = review({ sql: "update app.t set note = '张三' whre id = 1" }).findings
  assert.deepEqual([broken?.code, broken?.line, broken?.column], ['unreadable', 1, 30])
})

test('statements are told apart as the engine would, whatever hides the semicolon', () => {
  const count = (sql: string, dialect: 'postgres' | 'mysql' = 'postgres') => review({ sql, dialect }).statements.length
  assert.equal(count("update t set a = ';' where id = 1; delete from t where id = 2"), 2)
  assert.equal(count('update t set a = 1 where id = 1 /* ; drop table t; */'), 1)
  assert.equal(count('update t set a = $q$ ; $q$ where id = 1'), 1)
  assert.equal(count('update t set a = 1 where id = 1 -- x\n; delete from t where id = 3'), 2)
  assert.equal(count("update t set a = '\\'; drop table t; -- ' where id = 1", 'mysql'), 1)
  assert.ok(review({ sql: "update t set a = '\\'; drop table t; -- ' where id = 1" }).findings.some(({ code }) => code === 'ddl-in-data-order'), 'the same text is two statements on PostgreSQL')
})

test('malformed text never throws and is never clean', () => {
  const words = ['update', 'delete from', 'select', 'insert into', 't', 'app.t', 'set', 'where', 'a = 1', 'id', "'", '"', '`', '$$', '$x$', '/*', '*/', '/*!', '--', '#', ';', '(', ')', ',', '=', 'in', 'not', 'null', '1', 'E\'', '\\', '；', '\u0000', '\u200b', '张三', '😀', 'with', 'union', 'case when', 'from', '\n', '||', '::', '@', '?', 'values']
  for (const dialect of ['postgres', 'mysql'] as const) {
    fc.assert(
      fc.property(fc.oneof({ weight: 4, arbitrary: fc.array(fc.constantFrom(...words), { maxLength: 14 }).map((parts) => parts.join(' ')) }, { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) }), fc.constantFrom('change' as const, 'query' as const), (sql, purpose) => {
        const { findings, statements } = review({ sql, dialect, purpose })
        if (statements.length === 0) assert.ok(findings.some(({ severity }) => severity === 'error'), JSON.stringify(sql))
        for (const { line, column, title } of findings) assert.ok(line >= 1 && column >= 1 && title !== '', JSON.stringify(sql))
      }),
      { numRuns: 300, seed: 20_260_101 },
    )
  }
})

test('a text that is too long or empty is a finding, and one that is nested as deep as it goes is no failure', () => {
  review({ sql: `update t set a = ${'('.repeat(5_000)}1${')'.repeat(5_000)} where id = 1` })
  review({ sql: `select ${'('.repeat(3_000)}1`, dialect: 'mysql' })
  for (const sql of ['', '   \n-- nothing', `update t set a = 1 where id = 1;${' '.repeat(250_000)}`]) {
    assert.ok(review({ sql }).findings.some(({ severity }) => severity === 'error'), sql.slice(0, 40))
  }
})
