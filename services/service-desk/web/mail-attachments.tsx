import type { InboundMail } from '../mail/api.ts'
import { mailApi } from '../mail/api.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { formatBytes } from '#web/kit/value/format-number.ts'

/** Files of a letter: always downloads, nothing is shown within the page. */
export function MailAttachments({ files }: { files: InboundMail['attachments'] }) {
  const mail = useClient(mailApi)
  if (files.length === 0) return null
  return (
    <ul aria-label="附件">
      {files.map(({ mailAttachmentId, fileName, bytes, isKept }) => (
        <li key={mailAttachmentId}>
          {isKept ? <a href={mail.url('getAttachment', { params: { mailAttachmentId } })} download={fileName}>{fileName}</a> : <span className="x-soft">{fileName}（过大，留在邮箱）</span>} <span className="x-soft">{formatBytes(bytes)}</span>
        </li>
      ))}
    </ul>
  )
}
