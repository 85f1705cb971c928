import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { connectors } from '#connectors/index.ts'
import { subsystem } from '#shared/subsystems.ts'
import { section } from '../api.ts'
import { catalogue } from './catalogue.ts'
import { type CatalogueError, loadCatalogue, requireAnswerableCatalogue } from './load-catalogue.ts'

test('the shipped catalogue has at least sixty checks, and every question is one that its connector answers', () => {
  assert.ok(catalogue.checks.length >= 60, `${catalogue.checks.length} checks`)
  assert.doesNotThrow(() => requireAnswerableCatalogue(catalogue, connectors))
})

test('every subsystem has a named business scenario, every section has checks, every check cites its source', () => {
  for (const name of subsystem.values) assert.ok(catalogue.checks.some((check) => check.subsystems?.includes(name)), name)
  for (const name of section.values) assert.ok(catalogue.checks.some((check) => check.section === name), name)
  assert.deepEqual(catalogue.checks.filter((check) => check.source.length < 4 || check.advice === '').map((check) => check.code), [])
})

test('all problems of a catalogue are told at once, with file and check', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'catalogue-'))
  try {
    writeFileSync(path.join(folder, 'version.yaml'), 'version: "1"\n')
    writeFileSync(path.join(folder, 'one.yaml'), 'connector: postgres\nappliesTo: [database]\nsection: database\nsource: GB/T 28827\nchecks:\n  - { code: PG-01, title: 甲项 }\n  - { code: PG-01, title: 乙项, question: { sql: "delete from x" } }\n')
    writeFileSync(path.join(folder, 'two.yaml'), 'connector: tape\nappliesTo: [host]\nsection: system\nsource: GB/T 28827\nchecks: []\n')
    assert.throws(() => loadCatalogue(folder), (error: CatalogueError) => {
      assert.equal(error.problems.length, 4, error.message)
      assert.match(error.message, /one\.yaml：PG-01 应恰有/)
      assert.match(error.message, /编号重复：PG-01/)
      assert.match(error.message, /two\.yaml：connector/)
      return true
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a question that its connector does not understand stops the boot with its code', () => {
  const wrong = { ...catalogue, checks: catalogue.checks.map((check) => (check.code === 'PG-03' ? { ...check, question: { sql: 'delete from account' } } : check)) }
  assert.throws(() => requireAnswerableCatalogue(wrong, connectors), /PG-03 的 question/)
})
