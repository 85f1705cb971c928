import { StateTag } from '#web/kit/state/state-tag.tsx'
import { noticeVerdict, type NoticeVerdict } from '../api.ts'

const tones = { 'in-time': 'good', late: 'bad', undecided: 'caution' } as const

export function NoticeVerdictTag({ verdict, href }: { verdict: NoticeVerdict; href?: string }) {
  return <StateTag word={noticeVerdict.titles[verdict]} tone={tones[verdict]} href={href} reason="打开时限与依据" />
}

export function FlagTags({ flags }: { flags: readonly string[] }) {
  return flags.map((flag) => <StateTag key={flag} word={flag} tone="caution" />)
}
