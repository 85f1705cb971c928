/** The published schema is what the reader checks, and it accepts what ships. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'yaml'
import { contractSchemaText } from './contract-schema.ts'

const contracts = new URL('../../contracts/', import.meta.url)
const published = readFileSync(new URL('contract.schema.json', contracts), 'utf8')

describe('the published contract schema', () => {
  it('is fresh', () => assert.equal(published.trimEnd(), contractSchemaText(), '请运行 ./xinyun contract schema > contracts/contract.schema.json'))

  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(JSON.parse(published) as object)
  const files = readdirSync(contracts, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'))
  for (const file of files)
    it(`accepts ${file}`, () => {
      assert.ok(validate(parse(readFileSync(new URL(file, contracts), 'utf8'))), JSON.stringify(validate.errors?.slice(0, 3)))
    })

  it('refuses an obligation without a clause and a misspelt field', () => {
    assert.equal(files.length > 20, true)
    assert.equal(validate({ obligations: [{ id: 'M3-02', title: '每周巡检' }] }), false)
    assert.equal(validate({ obligation: [] }), false)
  })
})
