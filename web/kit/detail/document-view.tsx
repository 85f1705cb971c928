import { EmptyState } from '../state/empty-state.tsx'
import { HashText } from '../value/hash-text.tsx'
import './detail.css'

export type DocumentViewProps = {
  title: string
  /** Address of the version shown in the browser (PDF or HTML). Absent until it has been built. */
  previewUrl?: string | undefined
  /** 「第 2 版」 */
  version?: string
  hash?: string | undefined
  downloads: ReadonlyArray<{ label: string; url: string }>
}

/** A document: preview in the page, its version and hash, and every format to take away. */
export function DocumentView({ title, previewUrl, version, hash, downloads }: DocumentViewProps) {
  return (
    <section className="x-card x-document" aria-label={title}>
      <header className="x-row">
        <b>{title}</b>
        {version && <span className="x-soft">{version}</span>}
        {hash && <HashText value={hash} what="校验值" />}
        <span className="x-grow" />
        {downloads.map(({ label, url }) => <a key={url} href={url} download>{label}</a>)}
      </header>
      {previewUrl ? <iframe src={previewUrl} title={title} /> : <EmptyState what="还没有可以预览的版本" how="生成后在这里显示。" />}
    </section>
  )
}
