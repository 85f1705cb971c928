import { screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { renderPage } from '#web/kit/testing/render-page.tsx'
import { EvidenceListPage } from './evidence-list-page.tsx'
import { EvidenceVerificationPage } from './evidence-verification-page.tsx'

afterEach(() => vi.unstubAllGlobals())

/** A server in the place of the network: answers by the path's beginning, the longest one first. */
function serve(answers: Readonly<Record<string, object>>) {
  vi.stubGlobal('fetch', (url: string) => {
    const path = Object.keys(answers).toSorted((a, b) => b.length - a.length).find((start) => url.startsWith(start))
    return Promise.resolve(new Response(JSON.stringify(path ? answers[path] : {}), { status: path ? 200 : 404, headers: { 'content-type': 'application/json' } }))
  })
}

const imported = {
  evidenceId: '00000000-0000-7000-8000-000000000001', kind: 'inspection-record', title: '移交的巡检记录', about: { service: 'inspection' }, origin: 'previous-operator',
  happenedAt: '2024-06-01T00:00:00.000+08:00', recordedAt: '2024-09-02T09:00:00.000+08:00', recordedByName: '巡检人员', fileCount: 1, sequence: null,
}
const standing = { sealed: 7, unsealed: 1, headHash: 'a'.repeat(64), lastAnchor: null }
const verification = { verificationId: 'v-1', state: 'done', requestedAt: '2024-09-02T09:00:00.000+08:00', requestedByName: '审计管理员', checked: 3, expected: 3, finishedAt: null, failure: null }
const verdict = { ok: false, count: 3, unsealed: 0, problems: [{ id: 'e-1', ledger: 'evidence', kind: 'altered', message: '第 2 条证据的内容被改动' }], problemCount: 1, ledgers: [], anchors: 1, files: 0 }

test('evidence of the previous operator and unsealed evidence are marked in the list, and what one may not do is not offered', async () => {
  serve({ '/api/evidence/standing': standing, '/api/evidence': { items: [imported], total: 1, isTotalExact: true } })
  renderPage(EvidenceListPage, { permissions: ['evidence:read'] })
  expect(await screen.findByText('移交的巡检记录', {}, { timeout: 10_000 })).toBeTruthy()
  expect(screen.getAllByText('上一家运维单位移交').length).toBeGreaterThan(0)
  expect(screen.getAllByText('未封存').length).toBeGreaterThan(0)
  expect(screen.queryByText('导入移交证据')).toBeNull()
  expect(screen.queryByText('提交证据')).toBeNull()
})

test('a verification tells each problem and leads to the evidence', async () => {
  serve({ '/api/evidence/verifications': { items: [{ ...verification, result: verdict }], total: 1, isTotalExact: true }, '/api/evidence/anchors': { items: [], total: 0, isTotalExact: true } })
  renderPage(EvidenceVerificationPage, { permissions: ['evidence:read', 'evidence:verify'] })
  expect(await screen.findByText(/第 2 条证据的内容被改动/, {}, { timeout: 10_000 })).toBeTruthy()
  expect(screen.getByText('打开').getAttribute('href')).toBe('/evidence/e-1')
  expect(screen.getAllByText('1 处问题').length).toBeGreaterThan(0)
})
