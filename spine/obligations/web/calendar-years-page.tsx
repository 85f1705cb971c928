import { useState } from 'react'
import { Button, Input } from 'antd'
import { ApiError } from '#shared/api-client.ts'
import type { EndpointResponse } from '#shared/define-api.ts'
import { parseCalendarYear } from '#shared/calendar/calendar-year.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { FactsGrid } from '#web/kit/detail/facts-grid.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { Upload } from '#web/kit/form/upload.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { obligationsApi } from '../api.ts'

type Imported = EndpointResponse<(typeof obligationsApi)['endpoints']['importCalendarYear']>

export function CalendarYearsPage() {
  const may = usePermission()
  const years = useRead(obligationsApi, 'listCalendarYears')
  const [isOpen, setOpen] = useState(false)
  const [imported, setImported] = useState<Imported>()
  return (
    <Page
      title="工作日历"
      lead="每年以国务院办公厅的放假通知为准。没有官方日历的年份按周末暂定并标注 ≈，导入后自动重排。"
      actions={may('calendar:import') && <Button type="primary" onClick={() => setOpen(true)}>导入官方日历</Button>}
    >
      {imported && (
        <Section title={`已导入 ${imported.year} 年第 ${imported.version} 版，事项已重排`}>
          <FactsGrid facts={[{ label: '新排', value: `${imported.replanned.planned} 项` }, { label: '改期', value: `${imported.replanned.moved} 项` }, { label: '撤出', value: `${imported.replanned.withdrawn} 项` }, { label: '恢复', value: `${imported.replanned.restored} 项` }]} />
        </Section>
      )}
      <Section flush>
        {years.error && <ErrorState error={years.error} onRetry={() => void years.refetch()} />}
        <DataTable
          caption="日历年份"
          rows={years.data?.years ?? []}
          rowKey={(row) => `${row.year}@${row.version}`}
          skeletonRows={years.data ? undefined : 3}
          columns={[
            { key: 'year', title: '年份', width: 90 },
            { key: 'version', title: '版本', width: 90, render: (row) => `第 ${row.version} 版` },
            { key: 'source', title: '依据' },
            { key: 'offDays', title: '放假天数', align: 'right', width: 100 },
            { key: 'workDays', title: '调休上班', align: 'right', width: 100 },
            { key: 'origin', title: '来源', width: 120, render: (row) => <StateTag word={row.origin === 'shipped' ? '随产品' : '本地导入'} tone={row.origin === 'shipped' ? 'muted' : 'info'} /> },
          ]}
        />
      </Section>
      <SideSheet isOpen={isOpen} title="导入官方日历" onClose={() => setOpen(false)} width={560}>
        <ImportYearForm onClose={() => setOpen(false)} onImported={setImported} />
      </SideSheet>
    </Page>
  )
}

const EXAMPLE = `{
  "year": 2027,
  "version": 1,
  "source": { "document": "国办发明电〔2026〕…号" },
  "offDays": [{ "holiday": "元旦", "from": "2027-01-01", "to": "2027-01-03" }],
  "makeUpDays": []
}`

/** All problems at once, before anything is sent: the same check as the server's. */
function ImportYearForm({ onClose, onImported }: { onClose: () => void; onImported: (imported: Imported) => void }) {
  const obligations = useClient(obligationsApi)
  const send = async ({ text, files }: { text?: string; files?: readonly File[] }) => {
    const content = files?.[0] ? await files[0].text() : (text ?? '')
    const parsed = parseCalendarYear(content)
    if (!parsed.ok) throw new ApiError({ code: 'calendar.invalid', status: 422, title: `日历文件有 ${parsed.problems.length} 处问题，没有导入`, problems: [...parsed.problems], traceId: '' })
    onImported(await obligations.call.importCalendarYear({ body: { document: parsed.value } }))
    await obligations.refresh()
  }
  return (
    <EntryForm<{ text?: string; files?: readonly File[] }> name="calendar-year" submitText="导入并重排" onSubmit={send} onDone={onClose} onCancel={onClose}>
      <Field name="files" label="文件"><Upload accept=".json,application/json" multiple={false} maxBytes={256 * 1024} hint="JSON 文件，一年一个" /></Field>
      <Field name="text" label="或粘贴内容" help="更正已有的年份时把 version 加一"><Input.TextArea rows={14} className="x-mono" placeholder={EXAMPLE} spellCheck={false} /></Field>
    </EntryForm>
  )
}
