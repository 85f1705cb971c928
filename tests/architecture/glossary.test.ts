import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, it } from 'node:test'
import { programFolder } from '#platform/config/config.ts'
import { service } from '#shared/services.ts'
import { subsystem } from '#shared/subsystems.ts'

const read = (file: string) => readFileSync(path.join(programFolder, file), 'utf8')
const glossary = read('GLOSSARY.md')
/** The data dictionary is compared with the migrations by a test of its own. */
const tables = [...read('docs/data-dictionary.md').matchAll(/^## (\S+)$/gm)].map(([, table]) => table as string)
const named = [...glossary.matchAll(/`([a-z_]+\.[a-z_0-9]+)`/g)].map(([, table]) => table as string).filter((name) => !name.endsWith('.md'))

const RESERVED = ['contract', 'service', 'job', 'work order', 'evidence', 'assessment', 'report', 'subsystem']
const NOT_AS_NAMES = ['utils', 'helpers', 'common', 'misc', 'manager', 'handler', 'base', 'core', 'lib', 'v2']

describe('the glossary', () => {
  it('has a noun for every table of the centre', () => {
    assert.ok(tables.length > 40)
    assert.deepEqual(tables.filter((table) => !named.includes(table)), [], 'add a line to GLOSSARY.md')
  })

  it('names no table that is not there', () => {
    assert.deepEqual(named.filter((table) => !tables.includes(table)), [], 'remove it from GLOSSARY.md')
  })

  it('names each table once', () => {
    assert.deepEqual(named.filter((table, index) => named.indexOf(table) !== index), [])
  })

  it('explains every reserved word and lists the names that say nothing', () => {
    assert.deepEqual(RESERVED.filter((word) => !glossary.includes(`| *${word}* |`)), [])
    const line = /^Not as names.*$/m.exec(glossary)?.[0] ?? ''
    assert.deepEqual(NOT_AS_NAMES.filter((word) => !line.includes(word)), [])
  })

  it('has every service and subsystem with its Chinese title', () => {
    const missing = [service, subsystem].flatMap((set) => set.values.filter((slug) => !glossary.includes(`| \`${slug}\` | ${(set.titles as Record<string, string>)[slug]} |`)))
    assert.deepEqual(missing, [])
  })
})
