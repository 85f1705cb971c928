import { useState } from 'react'
import { Button } from 'antd'
import { FileZipOutlined } from '@ant-design/icons'
import { subsystem } from '#shared/subsystems.ts'
import { service } from '#shared/services.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { evidenceApi, evidenceOriginTitles } from '../api.ts'
import { aboutValue, titleOptions } from './about-titles.ts'
import { ImportForm } from './import-form.tsx'
import { OriginTag } from './origin-tag.tsx'
import { SealTag } from './seal-tag.tsx'
import { useEvidenceKinds } from './use-evidence-kinds.ts'
import { SubmitForm } from './submit-form.tsx'

const originFilter = Object.entries(evidenceOriginTitles).map(([value, label]) => ({ value, label }))

export function EvidenceListPage() {
  const evidence = useClient(evidenceApi)
  const may = usePermission()
  const [open, setOpen] = useState<'submit' | 'import'>()
  const close = () => setOpen(undefined)
  const done = () => {
    close()
    void evidence.refresh()
  }
  const kinds = useEvidenceKinds()
  return (
    <Page
      title="证据"
      lead={<Standing />}
      actions={
        <>
          {may('evidence:import') && <Button onClick={() => setOpen('import')}>导入移交证据</Button>}
          {may('evidence:record') && <Button type="primary" onClick={() => setOpen('submit')}>提交证据</Button>}
        </>
      }
    >
      <DataList
        name="evidence"
        noun="证据"
        source={evidence.list('listEvidence')}
        rowKey={(row) => row.evidenceId}
        href={(row) => `/evidence/${row.evidenceId}`}
        searchHint="名称、类别、记录人、所证事项"
        actions={(request) => <Button icon={<FileZipOutlined />} href={evidence.url('downloadEvidencePack', { query: request })} download title="按当前条件打包证据及其附件（zip）">证据包</Button>}
        filters={[
          { kind: 'choice', key: 'service', label: '模块', options: titleOptions(service) },
          { kind: 'choice', key: 'subsystem', label: '子系统', options: titleOptions(subsystem) },
          { kind: 'choice', key: 'origin', label: '来源', options: originFilter },
          { kind: 'choice', key: 'kind', label: '类别', options: kinds.options },
          { kind: 'text', key: 'obligation', label: '义务' },
          { kind: 'dates', fromKey: 'from', toKey: 'to', label: '发生' },
        ]}
        columns={[
          { key: 'title', title: '名称', canSort: true, card: 'heading' },
          { key: 'kind', title: '类别', canSort: true, width: 150, render: (row) => kinds.titleOf(row.kind) },
          { key: 'about', title: '模块与子系统', width: 190, render: (row) => ['service', 'subsystem'].flatMap((key) => (row.about[key] ? [aboutValue(key, row.about[key])] : [])).join(' · ') || '—' },
          { key: 'origin', title: '来源', width: 150, render: (row) => <OriginTag origin={row.origin} /> },
          { key: 'fileCount', title: '附件', align: 'right', width: 60 },
          { key: 'happenedAt', title: '发生时间', canSort: true, width: 175, render: (row) => <InstantText value={row.happenedAt} /> },
          { key: 'sequence', title: '封存', canSort: true, width: 95, render: (row) => <SealTag sequence={row.sequence} />, card: 'state' },
          { key: 'recordedByName', title: '记录人', isExtra: true, width: 120 },
          { key: 'recordedAt', title: '记录时间', isExtra: true, canSort: true, width: 190, render: (row) => <InstantText value={row.recordedAt} /> },
        ]}
        empty={{ what: '还没有证据', how: `系统完成巡检等工作时自动留存；人工工作由办理人在工单中上传${may('evidence:record') ? '，也可以在这里提交' : ''}。` }}
      />
      <SideSheet isOpen={open === 'submit'} title="提交证据" onClose={close}><SubmitForm onDone={done} /></SideSheet>
      <SideSheet isOpen={open === 'import'} title="导入上一家运维单位移交的证据" onClose={close}><ImportForm onDone={done} /></SideSheet>
    </Page>
  )
}

/** One line: how much is sealed, and how far an anchor outside the database covers it. */
function Standing() {
  const { data } = useRead(evidenceApi, 'getStanding')
  if (!data) return null
  return (
    <>
      已封存 {data.sealed} 条，未封存 {data.unsealed} 条；
      {data.lastAnchor ? <>最近锚点 {data.lastAnchor.anchor}（<InstantText value={data.lastAnchor.anchoredAt} />）</> : '尚无锚点'}。
      <PageLink to="/evidence/verification">核验整链</PageLink>。
    </>
  )
}
