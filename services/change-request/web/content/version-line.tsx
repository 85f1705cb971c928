import type { ContentVersion } from '#shared/maintenance/maintained-content.ts'
import { Section } from '#web/kit/detail/section.tsx'
import { Timeline } from '#web/kit/detail/timeline.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'

/** The life of one text: each version at its first day, the asked day among them. */
export function VersionLine({ versions, on }: { versions: readonly ContentVersion[]; on: string }) {
  return (
    <Section title={`版本 ${versions.length}`}>
      <Timeline
        label="版本"
        entries={[
          ...versions.map((one) => ({
            key: String(one.version), at: `${one.validFrom}T00:00:00+08:00`, who: one.publisher, tone: one.withdrawnAt ? ('muted' as const) : isIn(one, on) ? ('good' as const) : ('info' as const),
            what: one.withdrawnAt ? `第 ${one.version} 版（已撤回）` : <PageLink to={`/change-request/content?on=${one.validFrom}&kind=${one.kind}&code=${encodeURIComponent(one.code)}`}>第 {one.version} 版{isIn(one, on) ? `（${on} 有效）` : ''}</PageLink>,
            note: one.withdrawnAt ? `撤回原因：${one.withdrawReason}` : `${one.validFrom} 起${one.validTo ? `，至 ${one.validTo}` : ''}；需求单 ${one.orderNo}；${one.title}`,
          })),
          { key: 'on', at: `${on}T12:00:00+08:00`, deadline: `所查日期 ${on}` },
        ]}
      />
    </Section>
  )
}

function isIn({ validFrom, validTo, withdrawnAt }: ContentVersion, on: string): boolean {
  return withdrawnAt === null && validFrom <= on && (validTo === null || validTo >= on)
}
