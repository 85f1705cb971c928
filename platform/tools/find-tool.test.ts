import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isAtLeast, versionIn } from './find-tool.ts'

test('the version of a tool is read from what it says of itself, whatever the words', () => {
  const told = {
    'pg_dump (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)': '15.20',
    'pg_dump (PostgreSQL) 18beta1': '18',
    'mariadb-dump  Ver 10.19 Distrib 10.11.19-MariaDB, for debian-linux-gnu (x86_64)': '10.11.19',
    'mariadb-dump from 11.4.2-MariaDB, client 10.19 for Linux (x86_64)': '11.4.2',
    'mysqldump  Ver 8.0.36 for Linux on x86_64 (MySQL Community Server - GPL)': '8.0.36',
    'tar (GNU tar) 1.34': '1.34',
    'pgBackRest 2.45': '2.45',
  }
  for (const [text, version] of Object.entries(told)) assert.equal(versionIn(text), version, text)
})

test('a client fits a server of its own version or an older one', () => {
  assert.equal(isAtLeast('15.20', '15.3', 1), true)
  assert.equal(isAtLeast('15.20', '16.1', 1), false)
  assert.equal(isAtLeast('10.11.19', '10.6.1', 2), true)
  assert.equal(isAtLeast('10.11.19', '11.4.2', 2), false)
})
