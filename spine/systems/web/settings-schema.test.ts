import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { connectors } from '#connectors/index.ts'
import { filledIn, settingFacts, variantsOf, type JsonSchema } from './settings-schema.ts'

const schemaOf = (kind: string, part: 'settings' | 'secrets') => z.toJSONSchema(connectors.find((one) => one.kind === kind)?.[part] ?? z.never(), { io: 'input', unrepresentable: 'any' }) as JsonSchema

test('Every connector has a form in which each required setting can be filled in', () => {
  for (const { kind } of connectors) for (const { fields, constants } of variantsOf(schemaOf(kind, 'settings'))) assert.ok(fields.length > 0 || Object.keys(constants).length > 0, kind)
  const [form] = variantsOf(schemaOf('postgres', 'settings'))
  assert.deepEqual(form?.fields.map(({ path, kind, isRequired }) => [path.join('.'), kind, isRequired]), [['host', 'text', true], ['port', 'number', false], ['database', 'text', true], ['username', 'text', true], ['tls.mode', 'choice', false], ['tls.ca', 'long-text', false], ['accounts', 'data', false], ['changes.schemas', 'list', false], ['changes.ledgerSchema', 'text', false], ['physical.dataFolder', 'text', false]])
})

test('A choice between two ways of access becomes two forms with their constants', () => {
  const forms = variantsOf(schemaOf('linux-host', 'settings'))
  assert.deepEqual(forms.map(({ constants }) => constants), [{ access: 'local' }, { access: 'ssh' }])
  assert.ok(forms[1]?.fields.some(({ path, kind }) => path[0] === 'hostKeys' && kind === 'list'))
})

test('Fields left empty are not sent', () => {
  assert.deepEqual(filledIn({ host: 'a', note: '', tls: { mode: undefined, ca: '' }, list: [], flag: false }), { host: 'a', list: [], flag: false })
})

test('settings are told in the words of the form, a mapping as it is written', () => {
  const facts = settingFacts({ host: '10.0.0.1', tls: { mode: 'off' }, accounts: { list: { path: '/accounts' } } })
  assert.deepEqual(facts.slice(0, 2), [{ label: '主机', value: '10.0.0.1' }, { label: '加密 · 加密方式', value: '不加密' }])
  assert.equal(facts[2]?.isRaw, true)
})
