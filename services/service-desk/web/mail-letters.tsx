import { Timeline, type TimelineEntry } from '#web/kit/detail/timeline.tsx'
import type { Tone } from '#web/kit/theme/palette.ts'
import { formatMoment } from '#web/kit/value/instant-text.tsx'
import { outboundState, type InboundMail, type OutboundMail } from '../mail/api.ts'
import { MailAttachments } from './mail-attachments.tsx'

const tones: Readonly<Record<OutboundMail['state'], Tone>> = { waiting: 'caution', sent: 'good', failed: 'bad', bounced: 'bad' }

/** Both directions of a correspondence in their order: who wrote when, whether ours got through, and what was attached. */
export function MailLetters({ inbound, outbound }: { inbound: readonly InboundMail[]; outbound: readonly OutboundMail[] }) {
  return <Timeline label="往来" entries={[...inbound.map(received), ...outbound.map(written)]} />
}

function received(one: InboundMail): TimelineEntry {
  const isBounce = one.state === 'bounce'
  return {
    key: one.inboundMailId,
    at: one.receivedAt,
    who: isBounce ? '' : one.fromName || one.contact?.masked || '',
    what: isBounce ? `退信：${one.reason}` : '来信',
    tone: isBounce ? 'bad' : 'info',
    note: <LetterText text={one.text} quoted={one.quoted} note={one.note} files={one.attachments} />,
  }
}

function written(one: OutboundMail): TimelineEntry {
  const state = `${outboundState.titles[one.state]}${one.sentAt ? ` ${formatMoment(one.sentAt)}` : ''}${one.state === 'waiting' && one.attempts > 0 ? `，已试 ${one.attempts} 次` : ''}`
  const problem = one.state === 'sent' || one.answer === '' ? '' : `：${one.answer}`
  return {
    key: one.outboundMailId,
    at: one.writtenAt,
    who: one.writtenByName,
    what: `${one.kind === 'automatic' ? '自动告知' : '去信'}（${state}${problem}）`,
    tone: tones[one.state],
    note: <LetterText text={one.text} quoted="" note={one.carriesLink ? '正文后附有提出人的跟踪链接。' : ''} files={one.attachments} />,
  }
}

function LetterText({ text, quoted, note, files }: { text: string; quoted: string; note: string; files: InboundMail['attachments'] }) {
  return (
    <>
      {note && <span className="x-soft">{note}</span>}
      <span style={{ display: 'block', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{text}</span>
      <MailAttachments files={files} />
      {quoted && (
        <details>
          <summary>引用的原文</summary>
          <span className="x-soft" style={{ display: 'block', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{quoted}</span>
        </details>
      )}
    </>
  )
}
