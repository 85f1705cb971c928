import { useClient } from '#web/kit/client/use-client.ts'
import { FactsGrid } from '#web/kit/detail/facts-grid.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { HashText } from '#web/kit/value/hash-text.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { requestsApi, type RequestDetail } from '../api.ts'

/** The form as it was submitted; what differs from the version before (or from the model of a clone) shows both. */
export function RequestForm({ request }: { request: RequestDetail }) {
  const requests = useClient(requestsApi)
  const print = (formVersion: number, format: 'pdf' | 'docx') => requests.url('printRequest', { params: { requestId: request.requestId }, query: { formVersion, format } })
  const current = request.formVersions.at(-1)
  return (
    <>
      <Section title={current ? `第 ${current.formVersion} 版` : '草稿'}>
        {request.formLines.length === 0 ? (
          <p className="x-soft">草稿还没有填写完整，提交后在这里显示。</p>
        ) : (
          <FactsGrid facts={request.formLines.map(({ label, value, before, wide }) => ({ label, wide: wide ?? false, value: before === undefined ? value : <><del className="x-soft">{before}</del> <ins>{value}</ins></> }))} />
        )}
      </Section>
      {request.formVersions.length > 0 && (
        <Section title="版次与打印">
          <DataTable
            caption="表单版次"
            rows={request.formVersions.toReversed()}
            rowKey={({ formVersion }) => String(formVersion)}
            columns={[
              { key: 'formVersion', title: '版次', width: 80, card: 'heading', render: ({ formVersion }) => `第 ${formVersion} 版` },
              { key: 'submittedAt', title: '提交', width: 190, render: ({ submittedAt }) => <InstantText value={submittedAt} /> },
              { key: 'submittedByName', title: '提交人', width: 120 },
              { key: 'reason', title: '修改原因' },
              { key: 'formSm3', title: '校验值', width: 180, render: ({ formSm3 }) => <HashText value={formSm3} what="校验值" /> },
              { key: 'print', title: '打印', width: 130, render: ({ formVersion }) => <span className="x-row"><a href={print(formVersion, 'pdf')} target="_blank" rel="noreferrer">PDF</a><a href={print(formVersion, 'docx')} download>Word</a></span> },
            ]}
          />
        </Section>
      )}
    </>
  )
}
