import assert from 'node:assert/strict'
import { cpSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { maintainedContent } from '#shared/maintenance/maintained-content.ts'
import { migrate } from '#platform/database/migrate.ts'
import { migrationsOf } from '#subsystems/casework/database/prepare-database.ts'
import { createTestDatabase } from '#tests/support/test-database.ts'
import { lawEnforcement } from '../subsystem.ts'

test('benchmarks, check sheets and document types of an older installation become first versions, and what was made with them keeps them', async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'migrations-'))
  t.after(() => rm(folder, { recursive: true }))
  cpSync(path.join(lawEnforcement.migrations.folder, '0001-law-enforcement.sql'), path.join(folder, '0001-law-enforcement.sql'))
  const { url, pool } = await createTestDatabase(migrationsOf({ ...lawEnforcement, migrations: { ...lawEnforcement.migrations, folder } }))
  // Only what is moved matters here: enterprises and cases behind the foreign keys are left out.
  await pool.query(`set session_replication_role = replica;
    insert into enforcement.power values (1, 'C1600200', '对建设单位违反建筑节能标准的处罚', '节约能源法第三十五条', '节约能源法第七十九条', 1, true);
    insert into enforcement.benchmark values (7, 1, 'C1600200T', 'T', 0, '情节轻微', '不予处罚', 0, 0, '元', '2023-10-30', null), (8, 1, 'C1600200B010', 'B', 1, '情节较轻', '处二十万元', 200000, 300000.5, '元', '2023-10-30', null);
    insert into enforcement.check_sheet_template values (3, 'JCD-ZL-01', '工程质量检查单', 1, true);
    insert into enforcement.check_sheet_item values (11, 3, 1, '许可证', '查验', '已取得', null), (12, 3, 2, '节能', '核对', '按图', 1);
    insert into enforcement.document_type values ('WS101', '检查通知书', '检查', '〔{year}〕{seq}号');
    insert into enforcement.inspection_check (inspection_check_id, check_no, enforcement_organ_id, enterprise_id, check_sheet_template_id, check_type, planned_on, state) values (1, 'JC1', 1, 1, 3, '日常', '2025-03-04', 'planned');
    insert into enforcement.inspection_item values (1, 12, '符合', null);
    insert into enforcement.case_discretion (penalty_case_id, benchmark_id, factors, chosen_amount) values (1, 8, '情节较轻', 250000);
    insert into enforcement.case_document (penalty_case_id, document_type, doc_no, made_on) values (1, 'WS101', '1号', '2025-02-01');
    set session_replication_role = origin`)
  await migrate(url, migrationsOf(lawEnforcement))
  const { rows } = await pool.query('select kind, code, version, title, body, valid_from, valid_to from enforcement.content_version order by kind')
  assert.deepEqual(rows.map(({ kind, code, version, valid_from: from, valid_to: to }) => [kind, code, version, from, to]), [['benchmark', 'C1600200', 1, '2023-10-30', null], ['check-sheet', 'JCD-ZL-01', 1, '2025-03-04', null], ['document-template', 'WS101', 1, '2025-02-01', null]])
  for (const { kind, code, title, body } of rows) assert.deepEqual(maintainedContent.safeParse({ kind, code, title, body }).error, undefined)
  const { rows: kept } = await pool.query(`select
    (select s.content from enforcement.inspection_item i join enforcement.inspection_check k using (inspection_check_id) join enforcement.check_sheet_item s using (content_version_id, position)) as item,
    (select b.max_amount::text from enforcement.case_discretion d join enforcement.benchmark_step b on b.content_version_id = d.content_version_id and b.code = d.benchmark_code) as most,
    (select v.code from enforcement.case_document join enforcement.content_version v using (content_version_id)) as document`)
  assert.deepEqual(kept, [{ item: '节能', most: '300000.5', document: 'WS101' }])
})
