import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely'
import type { Actor } from '#platform/context/context.ts'
import { keptQuery, keptQueryOf, wordOf, wordsOf, type KeptQueries } from './kept-queries.ts'

const database = new Kysely<{ tree: { kind: string; owner: string } }>({ dialect: { createAdapter: () => new PostgresAdapter(), createDriver: () => new DummyDriver(), createIntrospector: (db) => new PostgresIntrospector(db), createQueryCompiler: () => new PostgresQueryCompiler() } })
const person = (userId: string, ...permissions: string[]): Actor => ({ kind: 'person', userId, username: userId, displayName: userId, roles: [], permissions: new Set(permissions), address: '::1' })
const kinds = { values: ['pine', 'oak'], has: (value: string) => ['pine', 'oak'].includes(value) }

test('a question is built once for all with the same rights, and apart for others', () => {
  const kept: KeptQueries = new Map()
  let built = 0
  const ask = (actor: Actor, kind: string) => keptQuery(kept, actor, { kind }, () => {
    built += 1
    return database.selectFrom('tree').selectAll().where('kind', '=', wordOf(kinds, kind)).compile()
  })
  assert.equal(ask(person('a', 'x:read', 'y:read'), 'pine').sql, `select * from "tree" where "kind" = 'pine'`)
  assert.equal(ask(person('b', 'y:read', 'x:read'), 'pine'), ask(person('a', 'x:read', 'y:read'), 'pine'))
  assert.equal(built, 1)
  ask(person('c', 'x:read'), 'pine')
  ask(person('a', 'x:read', 'y:read'), 'oak')
  assert.equal(built, 3)
})

test('a question with anything of its own in it is never kept: whose it is, or a word that is none', () => {
  const kept: KeptQueries = new Map()
  const own = (userId: string) => keptQuery(kept, person(userId, 'x:read'), {}, () => database.selectFrom('tree').selectAll().where('owner', '=', userId).compile())
  assert.deepEqual([own('a').parameters, own('b').parameters, kept.size], [['a'], ['b'], 0])
  assert.deepEqual(database.selectFrom('tree').selectAll().where('kind', '=', wordOf(kinds, "x' or true --")).compile().parameters, ["x' or true --"])
})

test('a question about one thing is kept without its id, and not at all when it is asked with more', () => {
  const [kept, others]: [KeptQueries, KeptQueries] = [new Map(), new Map()]
  const of = (id: string) => keptQueryOf(kept, person('a', 'x:read'), id, (one) => database.selectFrom('tree').selectAll().where('kind', '=', one).compile())
  assert.deepEqual([of('1').parameters, of('2').parameters, of('1').sql === of('2').sql, kept.size], [['1'], ['2'], true, 1])
  const own = (userId: string, id: string) => keptQueryOf(others, person(userId, 'x:read'), id, (one) => database.selectFrom('tree').selectAll().where('kind', '=', one).where('owner', '=', userId).compile())
  assert.deepEqual([own('a', '1').parameters, own('b', '2').parameters, others.size], [['1', 'a'], ['2', 'b'], 0])
})

test('of a list only words of the set are asked for, in one order; of none of them nothing', () => {
  const asked = (list: string) => database.selectFrom('tree').select(sql`1`.as('one')).where('kind', 'in', wordsOf(kinds, list)).compile().sql
  assert.equal(asked("oak,pine,elm') or ('"), `select 1 as "one" from "tree" where "kind" in ('pine', 'oak')`)
  assert.equal(asked('pine,oak'), asked('oak,pine'))
  assert.equal(asked('elm'), `select 1 as "one" from "tree" where "kind" in ('')`)
})
