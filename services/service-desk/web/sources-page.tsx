import { useState } from 'react'
import { App, Button, Checkbox, Input, InputNumber } from 'antd'
import { useAct } from '#web/kit/client/use-act.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { DateField } from '#web/kit/form/date-field.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { telephoneSourcesApi } from '../telephony/api.ts'

type Sheet = { kind: 'add' } | { kind: 'line' } | { kind: 'retention' }
const titles = { add: '登记电话来源', line: '登记线路', retention: '设置录音保留期' } as const

/** Where events come from, which lines there are, how long recordings are kept. */
export function SourcesPage() {
  const read = useRead(telephoneSourcesApi, 'listSources')
  const client = useClient(telephoneSourcesApi)
  const may = usePermission()
  const { modal } = App.useApp()
  const [sheet, setSheet] = useState<Sheet>()
  const mayAdminister = may('telephone:administer')
  const showSecret = (secret: string) =>
    void modal.info({ title: '签名密钥，只显示这一次', content: <><p>请存入总机或 SIP 旁听程序的密钥文件；关闭后不能再看，只能更换。</p><p className="x-mono" style={{ overflowWrap: 'anywhere' }}>{secret}</p></>, okText: '已存好' })
  const change = useAct(telephoneSourcesApi, 'changeSource', { done: '已修改' })
  const renew = useAct(telephoneSourcesApi, 'renewSecret', { onDone: ({ secret }) => showSecret(secret) })
  const close = () => setSheet(undefined)
  const done = () => {
    close()
    void client.refresh()
  }
  return (
    <Page title="电话接入" lead="总机或 SIP 旁听程序把来电事件签名后发到事件地址；没有总机时人工登记。接入办法见《电话接入》。" actions={mayAdminister && <Button type="primary" onClick={() => setSheet({ kind: 'add' })}>登记电话来源</Button>}>
      {read.error && <ErrorState error={read.error} onRetry={() => void read.refetch()} />}
      <Section title="电话来源">
        {read.data?.sources.length === 0 && <p className="x-soft">还没有电话来源，来电由人工登记。</p>}
        {read.data !== undefined && read.data.sources.length > 0 && (
          <DataTable
            caption="电话来源"
            rows={read.data.sources}
            rowKey={({ source }) => source}
            columns={[
              { key: 'title', title: '名称' },
              { key: 'source', title: '事件地址', width: 250, render: ({ source }) => <span className="x-mono">{client.url('receiveEvent', { params: { source } })}</span> },
              { key: 'lastEventAt', title: '最近事件', width: 150, render: ({ lastEventAt }) => (lastEventAt ? <InstantText value={lastEventAt} /> : '还没有') },
              { key: 'secretChangedAt', title: '密钥更换', width: 150, render: ({ secretChangedAt }) => <InstantText value={secretChangedAt} /> },
              { key: 'isEnabled', title: '状态', width: 90, render: ({ isEnabled }) => <StateTag word={isEnabled ? '启用' : '停用'} tone={isEnabled ? 'good' : 'muted'} /> },
              ...(mayAdminister
                ? [{
                    key: 'acts', title: '操作', width: 170,
                    render: (row: NonNullable<typeof read.data>['sources'][number]) => (
                      <>
                        <ActButton size="small" onAct={() => change.mutateAsync({ params: { source: row.source }, body: { title: row.title, toleranceSeconds: row.toleranceSeconds, isEnabled: !row.isEnabled, version: row.version } })}>{row.isEnabled ? '停用' : '启用'}</ActButton>{' '}
                        <ActButton size="small" danger ask={{ act: '更换密钥', object: row.title, consequence: '原密钥立即失效；来源换上新密钥以前，其事件不被接收。', isDanger: true }} onAct={() => renew.mutateAsync({ params: { source: row.source } })}>更换密钥</ActButton>
                      </>
                    ),
                  }]
                : []),
            ]}
          />
        )}
      </Section>
      <Section title="线路" extra={mayAdminister && <Button size="small" onClick={() => setSheet({ kind: 'line' })}>登记或修改线路</Button>}>
        <DataTable
          caption="线路"
          rows={read.data?.lines ?? []}
          rowKey={({ line }) => line}
          columns={[
            { key: 'line', title: '线路', width: 120 },
            { key: 'title', title: '名称' },
            { key: 'isOpen', title: '状态', width: 100, render: ({ isOpen }) => <StateTag word={isOpen ? '开通' : '未开通'} tone={isOpen ? 'good' : 'muted'} /> },
          ]}
        />
      </Section>
      <Section title="录音保留期" extra={may('contact:retain') && <Button size="small" onClick={() => setSheet({ kind: 'retention' })}>设置</Button>}>
        <p>今天按 {read.data?.keepsDays ?? '…'} 天保留；到期移除录音位置，只留移除记录。总机里的录音文件由总机自行清理。</p>
        {read.data !== undefined && read.data.retention.length > 0 && (
          <DataTable
            caption="录音保留期"
            rows={read.data.retention}
            rowKey={({ effectiveOn }) => effectiveOn}
            columns={[{ key: 'effectiveOn', title: '生效日', width: 120 }, { key: 'keepsDays', title: '保留天数', width: 100, align: 'right' }, { key: 'reason', title: '理由' }, { key: 'setByName', title: '设置人', width: 140 }]}
          />
        )}
      </Section>
      <SideSheet isOpen={sheet !== undefined} title={sheet ? titles[sheet.kind] : ''} onClose={close} width={420}>
        {sheet?.kind === 'add' && (
          <EntryForm<{ source: string; title: string; toleranceSeconds: number }> name="add-telephone-source" initial={{ toleranceSeconds: 300 }} submitText="登记" onCancel={close} onDone={done} onSubmit={async (values) => showSecret((await client.call.addSource({ body: values })).secret)}>
            <Field name="source" label="代号" required help="小写字母、数字和连字符，出现在事件地址中"><Input maxLength={41} placeholder="sip-bridge" /></Field>
            <Field name="title" label="名称" required><Input maxLength={60} /></Field>
            <Field name="toleranceSeconds" label="签名时间允许的偏差" unit="秒" required><InputNumber min={10} max={3_600} /></Field>
          </EntryForm>
        )}
        {sheet?.kind === 'line' && (
          <EntryForm<{ line: string; title: string; isOpen?: boolean }> name="set-telephone-line" initial={{ isOpen: true }} submitText="保存" onCancel={close} onDone={done} onSubmit={({ isOpen = false, ...values }) => client.call.setLine({ body: { isOpen, ...values } })}>
            <Field name="line" label="线路" required help="已有的线路按新填的内容修改"><Input inputMode="numeric" maxLength={20} /></Field>
            <Field name="title" label="名称" required><Input maxLength={60} /></Field>
            <Field name="isOpen" label="状态" valuePropName="checked"><Checkbox>开通</Checkbox></Field>
          </EntryForm>
        )}
        {sheet?.kind === 'retention' && (
          <EntryForm<{ effectiveOn: string; keepsDays: number; reason: string }> name="set-recording-retention" submitText="设置" onCancel={close} onDone={done} onSubmit={(body) => client.call.setRetention({ body })}>
            <Field name="effectiveOn" label="生效日" required help="只能是今天或以后"><DateField /></Field>
            <Field name="keepsDays" label="保留" unit="天" required><InputNumber min={1} max={3_650} /></Field>
            <Field name="reason" label="理由" required><Input.TextArea rows={3} maxLength={500} /></Field>
          </EntryForm>
        )}
      </SideSheet>
    </Page>
  )
}
