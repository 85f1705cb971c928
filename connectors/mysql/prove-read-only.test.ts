import assert from 'node:assert/strict'
import { test } from 'node:test'

import { proveMysqlReadOnly, readGrant } from './prove-read-only.ts'

test('a grant is read with its object, without its password hash', () => {
  assert.deepEqual(readGrant(`GRANT SELECT, PROCESS ON *.* TO \`r\`@\`%\` IDENTIFIED BY PASSWORD '*6BB4'`), { privileges: ['SELECT', 'PROCESS'], object: '*.*', role: [] })
  assert.deepEqual(readGrant('GRANT SELECT (`a`, `b`), UPDATE (`c`) ON `x`.`t` TO `r`@`%` WITH GRANT OPTION'), { privileges: ['SELECT', 'UPDATE', 'GRANT OPTION'], object: '`x`.`t`', role: [] })
  assert.deepEqual(readGrant('GRANT EXECUTE ON PROCEDURE `x`.`p` TO `r`@`%`').privileges, ['EXECUTE'])
  assert.deepEqual(readGrant('GRANT `one`@`%`,`two`@`%` TO `r`@`%`').role, ['`one`@`%`', '`two`@`%`'])
})

test('roles are followed, each once, and what is not known to read counts as writing', async () => {
  const grants: Record<string, string[]> = { 'current_user()': ['GRANT USAGE ON *.* TO `r`@`%`', 'GRANT `a` TO `r`@`%`'], '`a`': ['GRANT SELECT ON `x`.* TO `a`', 'GRANT `a` TO `a`', 'GRANT SOME FUTURE POWER ON *.* TO `a`'] }
  const proof = await proveMysqlReadOnly(async (sql) => (sql.startsWith('select') ? [['r@%']] : (grants[sql.replace('show grants for ', '')] ?? []).map((line) => [line])))
  assert.equal(proof.isReadOnly, false)
  assert.match(proof.lines.join('\n'), /SOME FUTURE POWER/)
})
