import { useState } from 'react'
import { Button } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { formDataOf, Upload } from '#web/kit/form/upload.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { HashText } from '#web/kit/value/hash-text.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { inspectionApi, signatureRole, type RunDetail } from '../api.ts'

/** Signatures, the versions of the record, and the signed scans filed under each. */
export function RunDocuments({ run }: { run: RunDetail }) {
  const may = usePermission()
  const inspection = useClient(inspectionApi)
  const [uploadTo, setUploadTo] = useState<string>()
  return (
    <>
      <Section title="电子签认" flush>
        {run.signed.length === 0 ? <EmptyState what="尚未签认" how="先由巡检人签认，再由另一人复核。" /> : (
          <DataTable caption="电子签认" rows={run.signed} rowKey={(row) => row.role} columns={[
            { key: 'role', title: '身份', width: 120, render: (row) => (signatureRole.has(row.role) ? signatureRole.titles[row.role] : row.role) },
            { key: 'name', title: '姓名', width: 160 },
            { key: 'signedAt', title: '时间', width: 200, render: (row) => <InstantText value={row.signedAt} /> },
            { key: 'note', title: '意见' },
          ]} />
        )}
      </Section>
      <Section title="记录版本与扫描件" flush>
        {run.documents.length === 0 ? <EmptyState what="还没有生成记录" how="下载一次巡检记录即生成一个版本；内容有变动时自动成为新版本。" /> : (
          <DataTable caption="记录版本" rows={run.documents} rowKey={(row) => row.documentId} columns={[
            { key: 'version', title: '版本', width: 90, render: (row) => `第 ${row.version} 版` },
            { key: 'madeAt', title: '生成', width: 200, render: (row) => <InstantText value={row.madeAt} /> },
            { key: 'modelSm3', title: '校验值', width: 180, render: (row) => <HashText value={row.modelSm3} length={12} what="校验值" /> },
            { key: 'scans', title: '签字扫描件', render: (row) => (row.scans.length === 0 ? <span className="x-soft">—</span> : row.scans.map((scan) => <div key={scan.evidenceId}><PageLink to={`/evidence/${scan.evidenceId}`}>{scan.fileName}</PageLink> <span className="x-soft">{scan.uploadedByName}</span></div>)) },
            { key: 'act', title: '操作', width: 120, card: 'acts', render: (row) => may('inspection:sign') && <Button size="small" onClick={() => setUploadTo(row.documentId)}>上传扫描件</Button> },
          ]} />
        )}
      </Section>
      <SideSheet isOpen={uploadTo !== undefined} title="上传签字盖章扫描件" onClose={() => setUploadTo(undefined)} width={420}>
        {uploadTo && (
          <EntryForm<{ file: readonly File[] }>
            name="upload-scan"
            submitText="上传"
            onCancel={() => setUploadTo(undefined)}
            onSubmit={(values) => inspection.call.uploadScan({ params: { documentId: uploadTo }, body: formDataOf(values) } as never)}
            onDone={() => {
              setUploadTo(undefined)
              void inspection.refresh()
            }}
          >
            <Field name="file" label="扫描件" required help="PDF 或图片；与这一版本一一对应，上传后不能删除。"><Upload multiple={false} accept=".pdf,image/*" /></Field>
          </EntryForm>
        )}
      </SideSheet>
    </>
  )
}
