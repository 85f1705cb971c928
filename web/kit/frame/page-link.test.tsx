import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { definePages } from '../define-pages.ts'
import { renderPage } from '../testing/render-page.tsx'
import { ApplicationContext, pageAt, type Application } from './application.ts'
import { PageLink } from './page-link.tsx'
import { ReachProvider } from './reach.tsx'

const load = () => Promise.resolve({})
const pages = [
  definePages({
    group: 'evidence', title: '证据', icon: () => null, permission: 'evidence:read',
    routes: [{ path: '/evidence', title: '证据', load }, { path: '/evidence/:evidenceId', title: '证据详情', load }, { path: '/evidence/new', title: '登记', load, permission: 'evidence:record' }],
  }),
]

function Links() {
  return (
    <ApplicationContext value={{ pages } as unknown as Application}>
      <ReachProvider>
        {['/', '/evidence/8', '/evidence/new', '?tab=files', '/api/anything'].map((to) => <PageLink key={to} to={to}>{to}</PageLink>)}
      </ReachProvider>
    </ApplicationContext>
  )
}

const open = async (permissions: readonly string[]) => {
  renderPage(Links, { permissions })
  await screen.findByText('/evidence/8')
  return screen.getAllByRole('link').map((link) => link.textContent)
}

test('a link to a page that is not open to the person says what it says and leads nowhere', async () => {
  expect(await open([])).toEqual(['/', '?tab=files', '/api/anything'])
})

test('each page asks for its own permission, and a path written out goes before one with parameters', async () => {
  expect(await open(['evidence:read'])).toEqual(['/', '/evidence/8', '?tab=files', '/api/anything'])
  expect(pageAt(pages, '/evidence/new')?.title).toBe('登记')
  expect(pageAt(pages, '/nothing')).toBeUndefined()
})
