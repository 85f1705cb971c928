import { useState } from 'react'
import { Button, Checkbox, Input, InputNumber, Select } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { mailboxesApi, mailSecurity, type MailboxView } from '../mail/api.ts'

type Values = Omit<MailboxView, 'readAt' | 'failure' | 'version'> & { password?: string }

/** Which mailboxes are read, and to which domains no data may go. */
export function MailboxesPage() {
  const read = useRead(mailboxesApi, 'listMailboxes', { refreshMs: 15_000 })
  const client = useClient(mailboxesApi)
  const mayAdminister = usePermission()('mailbox:administer')
  const [edited, setEdited] = useState<MailboxView | 'new' | 'domains'>()
  const close = () => setEdited(undefined)
  const done = () => {
    close()
    void client.refresh()
  }
  const send = async ({ mailbox, password, ...facts }: Values) => {
    if (edited === 'new') return client.call.addMailbox({ body: { mailbox, ...facts, password: password ?? '' } })
    if (edited && edited !== 'domains') return client.call.changeMailbox({ params: { mailbox: edited.mailbox }, body: { ...facts, ...(password ? { password } : {}), version: edited.version } })
  }
  return (
    <Page title="热线邮箱" lead="收件服务器须在地址允许清单内；口令加密保存，只能更换。邮件只标为已读，不移动也不删除。" actions={mayAdminister && <Button type="primary" onClick={() => setEdited('new')}>登记邮箱</Button>}>
      {read.error && <ErrorState error={read.error} onRetry={() => void read.refetch()} />}
      <Section title="收件邮箱">
        {read.data?.mailboxes.length === 0 && <p className="x-soft">还没有收件邮箱。</p>}
        {read.data?.canSend === false && <p className="x-soft">没有配置发信服务器（XINYUN_SMTP_URL），收得到，答复不了。</p>}
        {read.data !== undefined && read.data.mailboxes.length > 0 && (
          <DataTable
            caption="收件邮箱"
            rows={read.data.mailboxes}
            rowKey={({ mailbox }) => mailbox}
            columns={[
              { key: 'title', title: '名称', render: ({ title, address }) => <>{title} <span className="x-mono">{address}</span></> },
              { key: 'host', title: '服务器', width: 230, render: ({ host, port, security }) => <span className="x-mono">{host}:{port} {mailSecurity.titles[security]}</span> },
              { key: 'readAt', title: '最近收取', width: 176, render: ({ readAt }) => (readAt ? <InstantText value={readAt} /> : '还没有') },
              { key: 'failure', title: '状态', render: ({ isEnabled, failure }) => (!isEnabled ? <StateTag word="停用" tone="muted" /> : failure ? <><StateTag word="收不到" tone="bad" /> {failure}</> : <StateTag word="正常" tone="good" />) },
              ...(mayAdminister ? [{ key: 'acts', title: '操作', width: 90, card: 'acts' as const, render: (row: MailboxView) => <Button size="small" onClick={() => setEdited(row)}>修改</Button> }] : []),
            ]}
          />
        )}
      </Section>
      <Section title="公共免费邮箱域名" extra={mayAdminister && <Button size="small" onClick={() => setEdited('domains')}>修改</Button>}>
        <p>发往这些域名（含其下级）的答复只能是通知，不能带数据附件（合同一.5、九(八)）。</p>
        <p className="x-mono">{read.data?.publicDomains.join('、')}</p>
      </Section>
      <SideSheet isOpen={edited !== undefined} title={edited === 'domains' ? '公共免费邮箱域名' : edited === 'new' ? '登记邮箱' : '修改邮箱'} onClose={close} width={460}>
        {edited === 'domains' && (
          <EntryForm<{ domains: string[] }> name="public-mail-domains" initial={{ domains: read.data?.publicDomains ?? [] }} submitText="保存" onCancel={close} onDone={done} onSubmit={(body) => client.call.setPublicDomains({ body })}>
            <Field name="domains" label="域名"><Select mode="tags" tokenSeparators={[',', '，', ' ', '\n']} open={false} /></Field>
          </EntryForm>
        )}
        {edited !== undefined && edited !== 'domains' && (
          <EntryForm<Values> name={edited === 'new' ? 'add-mailbox' : `change-mailbox-${edited.mailbox}`} initial={edited === 'new' ? { port: 993, security: 'tls', folder: 'INBOX', maxMessageMegabytes: 30, maxHourlyPerSender: 20, ca: '', isEnabled: true } : edited} submitText="保存" onCancel={close} onDone={done} onSubmit={send}>
            <Field name="mailbox" label="代号" required><Input disabled={edited !== 'new'} maxLength={41} /></Field>
            <Field name="title" label="名称" required help="答复的发件人名称"><Input maxLength={60} /></Field>
            <Field name="address" label="邮箱地址" required><Input maxLength={200} /></Field>
            <Field name="host" label="服务器" required><Input maxLength={200} /></Field>
            <Field name="port" label="端口" required><InputNumber min={1} max={65_535} /></Field>
            <Field name="security" label="加密" required><Select options={mailSecurity.values.map((value) => ({ value, label: mailSecurity.titles[value] }))} /></Field>
            <Field name="ca" label="根证书" help="内部签发的服务器证书填写其签发机构的证书（PEM）；公认机构签发的留空"><Input.TextArea rows={3} maxLength={20_000} className="x-mono" placeholder="-----BEGIN CERTIFICATE-----" /></Field>
            <Field name="username" label="账号" required><Input maxLength={200} autoComplete="off" /></Field>
            <Field name="password" label="口令" required={edited === 'new'} help={edited === 'new' ? undefined : '不改则留空；换服务器、端口、加密方式、根证书或账号须重新填写'}><Input.Password autoComplete="new-password" maxLength={500} /></Field>
            <Field name="folder" label="文件夹" required><Input maxLength={100} /></Field>
            <Field name="maxMessageMegabytes" label="整封邮件上限" unit="MB" required help="超出的只收正文，附件留在邮箱并告知来信人"><InputNumber min={1} max={100} /></Field>
            <Field name="maxHourlyPerSender" label="同一发件人每小时上限" unit="封" required><InputNumber min={1} max={1_000} /></Field>
            <Field name="isEnabled" label="状态" valuePropName="checked"><Checkbox>启用</Checkbox></Field>
          </EntryForm>
        )}
      </SideSheet>
    </Page>
  )
}
