import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { renderPage } from '../testing/render-page.tsx'
import { Matrix, type MatrixCell } from './matrix.tsx'

const cells: Record<string, MatrixCell> = {
  'a-x': { state: 'met', done: 4, planned: 4, nextDue: '2024-11-30', href: '/cells/a-x' },
  'a-z': { state: 'missed', done: 1, planned: 2, href: '/cells/a-z' },
  'b-x': { state: 'late', done: 1, planned: 1, href: '/cells/b-x' },
}

function Page() {
  return (
    <Matrix
      caption="子系统 × 模块"
      rows={[{ key: 'a', title: '甲系统' }, { key: 'b', title: '乙系统' }]}
      columns={[{ key: 'x', title: '巡检' }, { key: 'y', title: '备份' }, { key: 'z', title: '盘点' }]}
      cell={(row, column) => cells[`${row}-${column}`]}
    />
  )
}

test('a cell is named by its row, column, state, counts and next date', async () => {
  renderPage(Page)
  await screen.findByRole('link', { name: '甲系统，巡检：已完成，完成 4，计划 4，下次 2024-11-30 周六' })
  expect(screen.getByRole('link', { name: /甲系统，盘点：未履行/ }).textContent).toContain('1/2')
})

test('arrow keys walk from cell to cell and step over what the contract does not contain', async () => {
  renderPage(Page)
  const first = await screen.findByRole('link', { name: /甲系统，巡检/ })
  first.focus()
  fireEvent.keyDown(first, { key: 'ArrowRight' })
  expect(document.activeElement?.getAttribute('href')).toBe('/cells/a-z')
  fireEvent.keyDown(document.activeElement!, { key: 'ArrowDown' })
  expect(document.activeElement?.getAttribute('href'), 'nothing below: stays').toBe('/cells/a-z')
  fireEvent.keyDown(document.activeElement!, { key: 'ArrowLeft' })
  fireEvent.keyDown(document.activeElement!, { key: 'ArrowDown' })
  expect(document.activeElement?.getAttribute('href')).toBe('/cells/b-x')
})

test('a cell opens what stands behind it', async () => {
  const { router } = renderPage(Page)
  fireEvent.click(await screen.findByRole('link', { name: /乙系统，巡检/ }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/cells/b-x'))
})
