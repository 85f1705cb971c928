import assert from 'node:assert/strict'
import { test } from 'node:test'

import { infoValue, parseInfo } from './parse-info.ts'

const info = parseInfo('# Server\r\nredis_version:7.0.15\r\n\r\n# Memory\r\nused_memory:1024\r\nused_memory_human:1.00K\r\n\r\n# Keyspace\r\ndb0:keys=2,expires=1,avg_ttl=0\r\n')

test('fields are found by section, composed ones by part, numbers as numbers', () => {
  assert.equal(infoValue(info, 'server.redis_version'), '7.0.15')
  assert.equal(infoValue(info, 'memory.used_memory'), 1024)
  assert.equal(infoValue(info, 'memory.used_memory_human'), '1.00K')
  assert.equal(infoValue(info, 'keyspace.db0.expires'), 1)
  assert.equal(infoValue(info, 'keyspace.db9.keys'), null)
  assert.equal(infoValue(info, 'nowhere.at_all'), null)
})
