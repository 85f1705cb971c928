import { screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { renderPage } from '../testing/render-page.tsx'
import { Chart } from './chart.tsx'

/** Answers at once that everything is in sight. */
class Seen {
  readonly tell: IntersectionObserverCallback
  constructor(tell: IntersectionObserverCallback) {
    this.tell = tell
  }
  observe() {
    this.tell([{ isIntersecting: true } as IntersectionObserverEntry], this as unknown as IntersectionObserver)
  }
  disconnect() {}
}

test('a chart is one picture with a name, and what is drawn in it is never another', async () => {
  window.IntersectionObserver = Seen as unknown as typeof IntersectionObserver
  const { container } = renderPage(() => <Chart spec={{ type: 'stacked-bar', title: '服务工单', categories: ['七月'], y: { title: '受理', unit: '件' }, series: [{ name: '已解决', values: [3] }] }} />)
  await waitFor(() => expect(container.querySelector('.x-drawing svg')).not.toBeNull())
  expect(screen.getAllByRole('img').map((picture) => picture.getAttribute('aria-label'))).toEqual(['服务工单，切换到表可读数值'])
  expect(container.querySelector('.x-drawing svg')?.closest('[aria-hidden="true"]')).not.toBeNull()
})
