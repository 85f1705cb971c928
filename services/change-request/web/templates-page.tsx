import { useState } from 'react'
import { Button, Input, Select } from 'antd'
import { subsystem, subsystemTitle, type Subsystem } from '#shared/subsystems.ts'
import { useAct } from '#web/kit/client/use-act.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { usePermission, useSession } from '#web/kit/session/session.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { changeNature, changeRequestApi, type ChangeNature } from '../api.ts'

const states = { drafted: { word: '待批准', tone: 'caution' }, approved: { word: '已批准', tone: 'good' }, retired: { word: '已停用', tone: 'muted' } } as const
const minuteText = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
const minuteOf = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))

/** What changes may rest on: templates approved beforehand, and the hours that they keep out of. */
export function TemplatesPage() {
  const may = usePermission()
  const { user } = useSession()
  const templates = useRead(changeRequestApi, 'listTemplates')
  const hours = useRead(changeRequestApi, 'listBackupHours')
  const [isDrafting, setDrafting] = useState(false)
  const [edited, setEdited] = useState<Subsystem>()
  const approve = useAct(changeRequestApi, 'approveTemplate', { done: '模板已批准' })
  const retire = useAct(changeRequestApi, 'retireTemplate', { done: '模板已停用' })
  const of = (slug: string) => hours.data?.items.find((one) => one.subsystem === slug)
  return (
    <Page title="标准变更与备份时段" lead="标准变更与模板完全一致，无须逐次审批；变更避开每日备份时段。" actions={may('change:configure') && <Button type="primary" onClick={() => setDrafting(true)}>起草模板</Button>}>
      <Section title="标准变更模板" flush>
        {templates.data?.items.length === 0 ? (
          <EmptyState what="还没有标准变更模板" how="反复进行、风险已知的变更可以起草模板，由甲方项目负责人批准。" />
        ) : (
          <DataTable
            caption="标准变更模板"
            rows={templates.data?.items ?? []}
            rowKey={({ templateId }) => templateId}
            skeletonRows={templates.data ? undefined : 3}
            columns={[
              { key: 'title', title: '名称', card: 'heading' },
              { key: 'nature', title: '性质', width: 120, render: ({ nature }) => changeNature.titles[nature] },
              { key: 'state', title: '状态', width: 100, card: 'state', render: ({ state }) => <StateTag {...states[state]} /> },
              { key: 'plan', title: '实施步骤' },
              { key: 'backOut', title: '回退方案' },
              { key: 'draftedByName', title: '起草', width: 130 },
              { key: 'approvedByName', title: '批准', width: 170, render: ({ approvedByName, approvedAt }) => approvedByName && <>{approvedByName} <InstantText value={approvedAt} /></> },
              {
                key: 'acts', title: '', width: 150,
                render: ({ templateId, version, state, title, draftedByName }) => (
                  <span className="x-row">
                    {state === 'drafted' && draftedByName !== user.displayName && <ActButton size="small" type="primary" permission="change-template:approve" onAct={() => approve.mutateAsync({ params: { templateId }, body: { version } })}>批准</ActButton>}
                    {state !== 'retired' && <ActButton size="small" permission="change-template:approve" ask={{ act: '停用模板', object: title, consequence: '此后不能再按它提出标准变更，已提出的不受影响。' }} onAct={() => retire.mutateAsync({ params: { templateId }, body: { version } })}>停用</ActButton>}
                  </span>
                ),
              },
            ]}
          />
        )}
      </Section>
      <Section title="每日备份时段" flush>
        <DataTable
          caption="每日备份时段"
          rows={subsystem.values}
          rowKey={(slug) => slug}
          columns={[
            { key: 'subsystem', title: '子系统', card: 'heading', render: (slug) => subsystemTitle(slug) },
            { key: 'hours', title: '时段', width: 180, render: (slug) => { const set = of(slug); return set ? `${minuteText(set.startsMinute)} 至 ${minuteText(set.endsMinute)}` : <span className="x-soft">没有设置</span> } },
            { key: 'acts', title: '', width: 100, render: (slug) => may('change:configure') && <Button size="small" onClick={() => setEdited(slug)}>设置</Button> },
          ]}
        />
      </Section>
      <SideSheet isOpen={isDrafting} title="起草标准变更模板" onClose={() => setDrafting(false)}><TemplateForm onClose={() => setDrafting(false)} /></SideSheet>
      <SideSheet isOpen={edited !== undefined} title={edited ? `备份时段：${subsystemTitle(edited)}` : ''} onClose={() => setEdited(undefined)} width={360}>
        {edited && <HoursForm slug={edited} current={of(edited)} onClose={() => setEdited(undefined)} />}
      </SideSheet>
    </Page>
  )
}

type TemplateValues = { title: string; nature: ChangeNature; plan: string; backOut: string; testPlan: string; reason: string }

function TemplateForm({ onClose }: { onClose: () => void }) {
  const changes = useClient(changeRequestApi)
  const [templateId] = useState(() => crypto.randomUUID())
  return (
    <EntryForm<TemplateValues> name="change-template" initial={{ nature: 'adaptive' }} submitText="起草" onSubmit={(body) => changes.call.draftTemplate({ body: { templateId, ...body } })} onDone={() => { onClose(); void changes.refresh() }} onCancel={onClose}>
      <Field name="title" label="名称" required><Input maxLength={100} /></Field>
      <Field name="nature" label="性质" required><Select options={changeNature.values.filter((value) => value !== 'content').map((value) => ({ value, label: changeNature.titles[value] }))} /></Field>
      <Field name="plan" label="实施步骤" required><Input.TextArea rows={4} /></Field>
      <Field name="backOut" label="回退方案" required><Input.TextArea rows={3} /></Field>
      <Field name="testPlan" label="测试方案" required><Input.TextArea rows={3} /></Field>
      <Field name="reason" label="设立理由" required><Input.TextArea rows={2} maxLength={1000} /></Field>
    </EntryForm>
  )
}

function HoursForm({ slug, current, onClose }: { slug: Subsystem; current: { startsMinute: number; endsMinute: number; version: number } | undefined; onClose: () => void }) {
  const changes = useClient(changeRequestApi)
  const clock = [{ pattern: /^([01]\d|2[0-3]):[0-5]\d$/, message: '形如 22:00' }]
  const initial = current ? { starts: minuteText(current.startsMinute), ends: minuteText(current.endsMinute) } : { starts: '01:00', ends: '03:00' }
  return (
    <EntryForm<{ starts: string; ends: string }> name={`backup-hours-${slug}`} initial={initial} submitText="设置" onSubmit={({ starts, ends }) => changes.call.setBackupHours({ params: { subsystem: slug }, body: { startsMinute: minuteOf(starts), endsMinute: minuteOf(ends), version: current?.version ?? 0 } })} onDone={() => { onClose(); void changes.refresh() }} onCancel={onClose}>
      <Field name="starts" label="开始" required rules={clock}><Input placeholder="22:00" maxLength={5} /></Field>
      <Field name="ends" label="结束" required rules={clock} help="可跨午夜"><Input placeholder="02:00" maxLength={5} /></Field>
    </EntryForm>
  )
}
