import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parseEntry, resolveTarget } from './allow-list.ts'

const allowed = (entries: readonly string[], host: string, port = 5432) =>
  resolveTarget({ entries }, { host, port }).then(
    (target) => target.address,
    (error: { failure: string }) => error.failure,
  )
const refused = 'address-not-allowed'

test('an empty list allows nothing', async () => {
  for (const host of ['127.0.0.1', '10.1.2.3', '::1', 'localhost']) assert.equal(await allowed([], host), refused)
})

test('a network entry allows its addresses only, and its port only where one is given', async () => {
  assert.equal(await allowed(['10.1.0.0/16'], '10.1.255.3'), '10.1.255.3')
  assert.equal(await allowed(['10.1.0.0/16'], '10.2.0.1'), refused)
  assert.equal(await allowed(['10.1.2.3'], '10.1.2.3'), '10.1.2.3')
  assert.equal(await allowed(['10.1.2.3'], '10.1.2.4'), refused)
  assert.equal(await allowed(['10.1.0.0/16:5432'], '10.1.0.1', 5432), '10.1.0.1')
  assert.equal(await allowed(['10.1.0.0/16:5432'], '10.1.0.1', 22), refused)
  assert.equal(await allowed(['fd00::/8'], 'fd12::1'), 'fd12::1')
  assert.equal(await allowed(['[fd00::/8]:5432', '[fd00::1]:22'], '[fd12::1]', 5432), 'fd12::1')
  assert.equal(await allowed(['[fd00::/8]:5432'], 'fd12::1', 22), refused)
})

test('odd spellings of an address are judged by what they mean', async () => {
  const entries = ['10.0.0.0/8', 'db.example']
  for (const host of ['::ffff:127.0.0.1', '::ffff:7f00:1', '2130706433', '0x7f.1', '0177.0.0.1', '127.1']) assert.equal(await allowed(entries, host), refused, host)
  assert.equal(await allowed(['127.0.0.0/8'], '2130706433'), '127.0.0.1')
  assert.equal(await allowed(['10.0.0.0/8'], '::ffff:10.1.2.3'), '10.1.2.3')
  assert.equal(await allowed(['10.0.0.0/8'], '::ffff:a01:203'), '10.1.2.3')
})

test('the unspecified address reaches this machine and can never be allowed', async () => {
  for (const host of ['0.0.0.0', '0', '::', '[::]', '::ffff:0.0.0.0']) assert.equal(await allowed(['0.0.0.0/0', '::/0'], host), refused, host)
})

test('a host entry does not let its name point at this machine', async () => {
  assert.equal(await allowed(['localhost'], 'localhost'), refused)
  assert.equal(await allowed(['localhost', '127.0.0.0/8'], 'localhost'), '127.0.0.1')
  assert.equal(await allowed(['127.0.0.0/8'], 'LOCALHOST'), '127.0.0.1')
})

test('a name that does not resolve is unreachable, not forbidden', async () => {
  assert.equal(await allowed(['no-such-host.invalid'], 'no-such-host.invalid'), 'unreachable')
})

test('an entry that cannot be read is named', () => {
  for (const entry of ['', '10.0.0.0/33', '10.0.0.0/', '10.0.0/8', 'fd00::/129', 'host:0', 'host:70000', 'db_1/24', '*.example.cn', '10.0.0.1:x', 'http://x']) assert.throws(() => parseEntry(entry), /允许清单条目/, entry)
  for (const entry of ['10.0.0.0/0', '::/0', 'db.example.cn', 'db-1.example.cn:443', '[::1]:80', '::1']) assert.doesNotThrow(() => parseEntry(entry), entry)
})
