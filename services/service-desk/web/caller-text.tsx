import type { ContactView } from '#spine/parties/contacts/api.ts'

/** Who calls, as far as it may be shown: masked number, person, unit. */
export function CallerText({ contact }: { contact: ContactView | null }) {
  if (!contact) return <span className="x-soft">未显示号码</span>
  const who = [contact.person?.name, contact.unit?.title].filter(Boolean).join(' · ')
  return (
    <>
      <span className="x-mono">{contact.masked}</span> {who === '' ? <span className="x-soft">未知号码</span> : who}
    </>
  )
}
