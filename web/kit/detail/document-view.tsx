import { EmptyState } from '../state/empty-state.tsx'
import { HashText } from '../value/hash-text.tsx'
import './detail.css'

export type DocumentViewProps = {
  title: string
  /** The version shown in the browser. Absent until it has been built. */
  preview?: { url: string; kind: 'pdf' | 'html' } | undefined
  /** 「第 2 版」 */
  version?: string
  hash?: string | undefined
  downloads: ReadonlyArray<{ label: string; url: string }>
}

/** A document: preview in the page, its version and hash, and every format to take away. */
export function DocumentView({ title, preview, version, hash, downloads }: DocumentViewProps) {
  return (
    <section className="x-card x-document" aria-label={title}>
      <header className="x-row">
        <b>{title}</b>
        {version && <span className="x-soft">{version}</span>}
        {hash && <HashText value={hash} what="校验值" />}
        <span className="x-grow" />
        {downloads.map(({ label, url }) => <a key={url} href={url} download>{label}</a>)}
      </header>
      {preview?.kind === 'pdf' && <object data={preview.url} type="application/pdf" aria-label={title}>这个浏览器不能显示 PDF，请下载后查看。</object>}
      {preview?.kind === 'html' && <iframe src={preview.url} title={title} sandbox="" />}
      {!preview && <EmptyState what="还没有可以预览的版本" how="生成后在这里显示。" />}
    </section>
  )
}
