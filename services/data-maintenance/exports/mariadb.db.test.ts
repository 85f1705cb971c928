import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createConnection } from 'mysql2/promise'
import { ledgerColumns } from '#connectors/sql/change-settings.ts'
import { publishSensitiveColumns } from '#spine/spine.ts'
import { startMariadb } from '#tests/support/servers/mariadb.ts'
import { skipWithout } from '#tests/support/servers/missing-tool.ts'
import { exportBed } from '../testing/export-bed.ts'
import { openEncryptedZip } from '../testing/open-encrypted-zip.ts'
import { previewExport } from './review-export.ts'

const server = await startMariadb()
const bed = await exportBed()
after(async () => {
  if ('stop' in server) await server.stop()
})

test('the same order on MariaDB: reviewed by its own grammar, masked, streamed, counted; what writes is refused', async (t) => {
  if (skipWithout(t, server) || !('url' in server)) return
  const url = new URL(server.url)
  const admin = await createConnection({ uri: server.url, multipleStatements: true })
  await admin.query(`create database app default character set utf8mb4; create table app.person (id bigint primary key, who varchar(50), tel bigint, memo varchar(200), amount decimal(12, 2), seen datetime);
    insert into app.person select seq, concat('张', seq), 13800130000 + seq, if(seq = 1, '=1+1', '证件 110101199003070134'), seq * -1.5, '2024-09-01 08:30:00' from seq_1_to_5000;
    create table app.xinyun_data_change (${ledgerColumns.map(([name, type]) => `${name} ${type}`).join(', ')});
    create function app.sneaky() returns int not deterministic modifies sql data begin insert into app.person (id) values (99999); return 1; end;
    create user keeper@'%' identified by 'keeper-Pass-1'; grant select, insert, update, delete, execute on app.* to keeper@'%'`)
  await admin.end()
  const componentId = await bed.register('law-enforcement', 'maria', { connector: 'mysql', settings: { host: url.hostname, port: Number(url.port), database: 'app', username: 'keeper', changes: { schemas: ['app'] } }, secrets: { password: 'keeper-Pass-1' } })
  await bed.asSystem((ctx) => publishSensitiveColumns(ctx, componentId, [{ schema: 'app', table: 'person', column: 'who', confirmed: { class: 'name', level: '3', at: ctx.now, byName: '安全员' } }]))
  const script = 'with p as (select id, who as w, tel, memo, amount, seen from app.person) select id, w as 人员, tel as 号码, memo as 备注, amount as 金额, seen as 时间 from p order by id'
  const made = await bed.generate(await bed.approved({ componentId, script, expectedRows: 5_000 }))
  assert.deepEqual([made.state, made.rowCount, made.columns.map(({ kind, rule, by }) => `${kind}/${rule}/${by}`)], ['generated', 5_000, ['integer/content/content', 'text/name/confirmed', 'integer/mobile/name', 'text/content/content', 'decimal/content/content', 'instant/content/content']])
  const { zip, password } = await bed.fetch(made.dataExportId)
  assert.deepEqual(openEncryptedZip(zip, password).get(made.fileName ?? '')?.toString().split('\r\n').slice(1, 3), ["1,张*,138****0001,'=1+1,-1.50,2024-09-01 08:30:00", '2,张*,138****0002,证件 110***********0134,-3.00,2024-09-01 08:30:00'])
  for (const refused of ['select app.sneaky() as a from app.person order by id', 'select id from app.person order by id for update', "select id from app.person into outfile '/tmp/x'", 'delete from app.person where id = 1']) {
    const preview = await bed.act(bed.people.writer, (ctx) => previewExport(ctx, { componentId, script: refused, exportQueryId: null, queryVersion: null, parameters: {} }))
    assert.ok(preview.findings.some(({ severity }) => severity === 'error'), refused)
    assert.deepEqual(preview.rows, [])
  }
})
