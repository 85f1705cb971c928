import { Button } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import { FactsGrid } from '#web/kit/detail/facts-grid.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { usePageParams } from '#web/kit/frame/address.ts'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { formatBytes } from '#web/kit/value/format-number.ts'
import { HashText } from '#web/kit/value/hash-text.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { evidenceApi } from '../api.ts'
import { aboutTitle, aboutValue } from './about-titles.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { RawJson } from '#web/kit/value/raw-json.tsx'
import { OriginTag } from './origin-tag.tsx'
import { SealTag } from './seal-tag.tsx'
import { useEvidenceKinds } from './use-evidence-kinds.ts'

export function EvidenceDetailPage() {
  const { evidenceId } = usePageParams('evidenceId')
  const evidence = useClient(evidenceApi)
  const kinds = useEvidenceKinds()
  const read = useRead(evidenceApi, 'getEvidence', { params: { evidenceId } })
  return (
    <DetailPage
      of={read}
      show={(one) => ({
        title: one.title,
        number: <HashText value={one.evidenceId} length={13} what="证据标识" />,
        state: <><SealTag sequence={one.sequence} /> <OriginTag origin={one.origin} /></>,
        facts: [
          { label: '类别', value: kinds.titleOf(one.kind) },
          ...Object.entries(one.about).map(([key, value]) => ({ label: aboutTitle(key), value: key === 'occurrence' ? <PageLink to={`/occurrences/${value}`}>查看应办事项与判定</PageLink> : aboutValue(key, value) })),
          { label: '发生时间', value: <InstantText value={one.happenedAt} precise /> },
          { label: '记录时间', value: <InstantText value={one.recordedAt} precise /> },
          { label: '记录人', value: one.recordedByName },
        ],
        banner: <Check evidenceId={evidenceId} />,
        tabs: [
          { key: 'body', title: '内容', content: <Section title="内容原文" extra={<HashText value={one.bodyHash} what="内容摘要" />}><RawJson value={one.body} /></Section> },
          {
            key: 'files',
            title: '附件',
            count: one.files.length,
            content: (
              <Section>
                {one.files.length === 0 && <p className="x-soft">这份证据没有附件。</p>}
                {one.files.map((file) => (
                  <p key={file.position} className="x-row">
                    <Button type="link" href={evidence.url('downloadEvidenceFile', { params: { evidenceId, position: file.position } })} target="_blank">{file.fileName}</Button>
                    <span className="x-soft">{formatBytes(file.bytes)}</span>
                    <HashText value={file.sm3} what="附件摘要" />
                  </p>
                ))}
              </Section>
            ),
          },
          {
            key: 'seal',
            title: '封存',
            content: (
              <Section>
                {one.seal ? (
                  <FactsGrid
                    facts={[
                      { label: '序号', value: one.seal.sequence },
                      { label: '封存时间', value: <InstantText value={one.seal.sealedAt} precise /> },
                      { label: '本条摘要', value: <HashText value={one.seal.hash} length={24} what="摘要" /> },
                      { label: '前一条摘要', value: <HashText value={one.seal.previousHash} length={24} what="摘要" /> },
                      { label: '覆盖它的锚点', value: one.seal.anchor === null ? '尚未锚定，每小时一次' : `锚点 ${one.seal.anchor}` },
                    ]}
                  />
                ) : (
                  <p className="x-soft">尚未封存，通常在一分钟内完成。封存之前的改动无法由链发现。</p>
                )}
              </Section>
            ),
          },
        ],
      })}
    />
  )
}

const checkLooks = {
  intact: { word: '核验完好', tone: 'good' },
  unsealed: { word: '未封存', tone: 'muted' },
  broken: { word: '核验不符', tone: 'bad' },
} as const

/** Recomputed each time the page opens, so that nobody has to trust a stored answer. */
function Check({ evidenceId }: { evidenceId: string }) {
  const check = useRead(evidenceApi, 'checkEvidence', { params: { evidenceId } })
  return (
    <Section title="本条核验" extra={<Button size="small" loading={check.isFetching} onClick={() => void check.refetch()}>重新核验</Button>}>
      {check.error && <ErrorState error={check.error} onRetry={() => void check.refetch()} />}
      {check.data && (
        <>
          <StateTag {...checkLooks[check.data.state]} />
          <ul>
            {check.data.lines.map((line) => <li key={line.text}><StateTag word={line.text} tone={line.isGood ? 'good' : 'bad'} /></li>)}
          </ul>
        </>
      )}
    </Section>
  )
}
