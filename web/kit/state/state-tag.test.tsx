import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { measuredState, owedState } from '#shared/state-marks.ts'
import { renderPage } from '../testing/render-page.tsx'
import { StateTag } from './state-tag.tsx'
import { stateLooks } from './states.ts'

const all = [...measuredState.values, ...owedState.values]

test('every state says its word and draws its own shape beside its tone', async () => {
  renderPage(() => <>{all.map((state) => <StateTag key={state} state={state} />)}</>)
  await screen.findByText('正常')
  for (const state of all) {
    const look = stateLooks[state]
    const tag = screen.getByText(look.word)
    expect(tag.classList).toContain(`x-${look.tone}`)
    const symbol = tag.querySelector('svg')
    expect(symbol?.dataset['glyph']).toBe(look.glyph)
    expect(symbol?.querySelector('text'), `${state} is drawn, not left to a font`).toBeNull()
  }
})

test('no two states that share a tone share a shape, so black-and-white print still tells them apart', () => {
  const shapes = all.map((state) => stateLooks[state].glyph)
  expect(new Set(shapes).size).toBe(shapes.length)
})

test('a state with a reason is a link to it', async () => {
  renderPage(() => <StateTag state="missed" href="/obligations/1?tab=clock" reason="超过截止时间" />)
  const link = await screen.findByRole('link', { name: '未履行' })
  expect(link.getAttribute('href')).toBe('/obligations/1?tab=clock')
})

test('a state of one noun takes its shape from its tone', async () => {
  renderPage(() => <StateTag word="待复核" tone="caution" />)
  const tag = await screen.findByText('待复核')
  expect(tag.querySelector('svg')?.dataset['glyph']).toBe('▲')
})
