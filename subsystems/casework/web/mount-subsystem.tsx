import { auditPages } from '#platform/audit/web/index.tsx'
import { identityPages } from '#platform/identity/web/index.tsx'
import { platformIdentity } from '#platform/identity/web/platform-identity.ts'
import { subsystem as subsystems, subsystemShortTitle, type Subsystem } from '#shared/subsystems.ts'
import type { Pages } from '#web/kit/define-pages.ts'
import { mountApp } from '#web/kit/frame/mount-app.tsx'
import type { Plate } from '#web/kit/session/plate.ts'
import type { Accent } from '#web/kit/theme/create-theme.ts'
import { caseItems } from './case-items.tsx'
import type { Entity } from './entity.ts'
import { entityPages } from './entity-pages.tsx'
import type { PublicQuery } from './public/public-query.ts'
import { mountPublicPage } from './public/mount-public-page.tsx'
import { SignInFoot, SyntheticNote } from './synthetic-note.tsx'
import { systemPages } from './system-pages.ts'

/** What makes the pages of one system differ from the others. */
export type SubsystemWeb = {
  readonly slug: Subsystem
  /** The light one carries white text: at least 4.5:1. */
  readonly accent: Accent
  /** One character in the accent square. */
  readonly mark: string
  readonly entities: readonly Entity[]
  readonly publicQueries: readonly PublicQuery[]
  readonly morePages?: readonly Pages[]
}

/** The pages of one system: `/public` for everybody, all else behind the sign-in. */
export function mountSubsystem({ slug, accent, mark, entities, publicQueries, morePages = [] }: SubsystemWeb): void {
  const plate: Plate = { name: subsystemShortTitle(slug), line: subsystems.titles[slug], mark, foot: <SignInFoot /> }
  if (window.location.pathname === '/public') return mountPublicPage({ plate, accent, queries: publicQueries })
  mountApp({
    plate,
    accent,
    sections: { desk: '办理', business: '业务数据', administration: '系统管理' },
    pages: [...morePages, ...[caseItems, ...entities].map((entity, at) => entityPages(entity, 10 + at)), systemPages, identityPages, auditPages],
    identity: platformIdentity,
    Banner: SyntheticNote,
  })
}
