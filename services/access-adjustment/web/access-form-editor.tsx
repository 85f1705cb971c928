import { useState } from 'react'
import { Alert, Button, Form, Input, InputNumber, Select } from 'antd'
import { requestsApi, type RequestDetail } from '#spine/requests/api.ts'
import { AttachFilesForm } from '#spine/requests/web/attach-forms.tsx'
import { RequestFiles } from '#spine/requests/web/request-files.tsx'
import { subsystem as subsystems } from '#shared/subsystems.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { DateField } from '#web/kit/form/date-field.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { useAddress, useGo, usePageParams } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { accessForms, accessIssuer, accessKind, type AccessForm, type AccessFormKind } from '../forms/api.ts'
import { accessAdjustmentApi } from '../api.ts'
import { ImportLinesForm } from './import-lines-form.tsx'
import { LinesField } from './lines-field.tsx'

type Values = Partial<AccessForm>

/** One of the two forms: first what it is about, then the papers, then off to approval. */
export function AccessFormEditor({ kind }: { kind: AccessFormKind }) {
  const { requestId } = usePageParams('requestId')
  const [address] = useAddress()
  const from = typeof address['from'] === 'string' ? address['from'] : ''
  const shown = requestId || from
  const request = useRead(requestsApi, 'getRequest', { params: { requestId: shown } }, { enabled: shown !== '' })
  const { title } = accessForms[kind]
  if (shown !== '' && !request.data) return <Page title={title}>{request.error ? <ErrorState error={request.error} /> : null}</Page>
  return requestId ? <EditForm key={request.data?.version} kind={kind} request={request.data as RequestDetail} /> : <NewForm kind={kind} former={request.data} />
}

function NewForm({ kind, former }: { kind: AccessFormKind; former: RequestDetail | undefined }) {
  const requests = useClient(requestsApi)
  const go = useGo()
  // One id for one opening of the page: sent twice it is one draft.
  const [requestId] = useState(() => crypto.randomUUID())
  const { title } = accessForms[kind]
  const send = async (values: Values) => {
    await requests.call.openRequest({ body: { requestId, kind, form: completed(kind, values), ...(former ? { clonedFromId: former.requestId } : {}) } })
    await requests.refresh()
    go(`/${kind.replace('.', '/')}/${requestId}/edit`)
  }
  return (
    <Page title={`新${title}`} lead={former ? `从 ${former.number} 复制；提交后与原单的差异会标出，并重新审批。` : '先填写内容并存为草稿，再附上公文提交审批。'}>
      <Section>
        <EntryForm<Values> name={`new-${kind}-${former?.requestId ?? ''}`} initial={former ? { ...(former.form as Values), startsOn: null } : startOf(kind)} submitText="存为草稿" onSubmit={send}>
          <FormFields kind={kind} />
        </EntryForm>
      </Section>
    </Page>
  )
}

function EditForm({ kind, request }: { kind: AccessFormKind; request: RequestDetail }) {
  const requests = useClient(requestsApi)
  const go = useGo()
  const [open, setOpen] = useState<'paper' | 'import'>()
  const { title } = accessForms[kind]
  const params = { requestId: request.requestId }
  const hasPaper = request.files.some(({ kind: fileKind }) => fileKind === 'official-document')
  const send = async (values: Values) => {
    const { version } = await requests.call.saveRequestDraft({ params, body: { version: request.version, form: completed(kind, values) } })
    await requests.call.submitRequest({ params, body: { version, reason: request.formVersion > 0 ? '修改后重新提交' : '' } })
    await requests.refresh()
    go(`/access-adjustment/forms/${request.requestId}`)
  }
  const close = () => {
    setOpen(undefined)
    void requests.refresh()
  }
  if (!request.actions.includes('edit')) return <Page title={title}><Alert type="info" title="这张单据现在不能修改" description={<PageLink to={`/access-adjustment/forms/${request.requestId}`}>查看 {request.number}</PageLink>} /></Page>
  return (
    <Page title={`${title} ${request.number}`} lead={request.formVersion > 0 ? '修改后重新提交，此前的审批一律作废，重新审批。' : '草稿。附上公文后提交审批。'} actions={<Button onClick={() => setOpen('import')}>从 Excel 导入账号</Button>}>
      <Section title="公文" extra={<Button type={hasPaper ? 'default' : 'primary'} onClick={() => setOpen('paper')}>上传公文</Button>}>
        {!hasPaper && <Alert type="warning" title="还没有公文：合同要求凭提出部门的公文调整权限，提交前请先上传。" />}
        {request.files.length > 0 && <RequestFiles request={request} />}
      </Section>
      <Section title="内容">
        <EntryForm<Values> name={`edit-${request.requestId}-${request.version}`} initial={request.form as Values} submitText="提交审批" onSubmit={send} onCancel={() => go(`/access-adjustment/forms/${request.requestId}`)}>
          <FormFields kind={kind} />
        </EntryForm>
      </Section>
      <SideSheet isOpen={open !== undefined} title={open === 'import' ? '从 Excel 导入账号' : '上传公文'} onClose={() => setOpen(undefined)} width={480}>
        {open === 'paper' && <AttachFilesForm request={request} kind="official-document" onClose={() => setOpen(undefined)} onDone={close} />}
        {open === 'import' && <ImportLinesForm request={request} onClose={() => setOpen(undefined)} onDone={close} />}
      </SideSheet>
    </Page>
  )
}

function FormFields({ kind }: { kind: AccessFormKind }) {
  const { serves, issuer } = accessForms[kind]
  const adjustment = Form.useWatch<AccessForm['kind'] | undefined>('kind')
  const slug = Form.useWatch<AccessForm['subsystem'] | undefined>('subsystem')
  const targets = useRead(accessAdjustmentApi, 'listTargets')
  const own = (targets.data?.items ?? []).filter(({ subsystem }) => subsystem === slug)
  const isTimed = adjustment === 'temporary' || adjustment === 'privileged'
  return (
    <>
      <Field name="subsystem" label="子系统" required><Select options={subsystems.values.filter(serves).map((value) => ({ value, label: subsystems.titles[value] }))} /></Field>
      <Field name="issuerName" label={`${accessIssuer.titles[issuer]}（处室）`} required><Input maxLength={100} /></Field>
      <Field name="documentNo" label="公文或单据编号" required><Input maxLength={100} /></Field>
      <Field name="kind" label="类别" required help={adjustment === 'undo' ? '撤销按原调整前的快照恢复；此后又被改动的账号不覆盖。' : undefined}><Select options={accessKind.values.filter((value) => value !== 'undo' || adjustment === 'undo').map((value) => ({ value, label: accessKind.titles[value] }))} /></Field>
      <Field name="startsOn" label="生效日期" help="不填为批准后立即执行；填写的，批准后等到当日零时自动执行并读回，此前可以撤回。"><DateField /></Field>
      {isTimed && <Field name="hours" label="期限" unit="小时" required={adjustment === 'temporary'} help="从批准之时起算，填写了生效日期的从当日零时起算；到时自动收回并读回确认。"><InputNumber min={1} max={8_760} style={{ width: 160 }} /></Field>}
      <Field name="reason" label="事由" required><Input.TextArea rows={3} maxLength={500} /></Field>
      {slug !== undefined && targets.data && own.length === 0 && <Alert type="warning" title="该子系统还没有登记账号维护接口，提交会被退回。请系统管理员在“被管系统”中登记。" />}
      <LinesField kind={adjustment} targets={own} />
    </>
  )
}

function startOf(kind: AccessFormKind): Values {
  return { ...(kind === 'access-adjustment.user-configuration' ? { subsystem: 'enterprise-qualification' as const } : {}), lines: [] }
}

/** What the form does not ask: who issues it, and no end where none is meant. */
function completed(kind: AccessFormKind, { lines = [], ...values }: Values): Record<string, unknown> {
  const isTimed = values.kind === 'temporary' || values.kind === 'privileged'
  return { ...values, issuer: accessForms[kind].issuer, startsOn: values.startsOn ?? null, hours: isTimed ? (values.hours ?? null) : null, lines: lines.map((line) => ({ ...line, grant: line.grant ?? [], revoke: line.revoke ?? [] })) }
}
