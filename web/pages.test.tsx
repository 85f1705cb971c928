import { expect, test } from 'vitest'
import { checkPages } from './kit/define-pages.ts'
import { pages } from './pages.ts'
import { consoleSections } from './shell/console-sections.ts'

test('no two pages share an address or a key, and every menu section exists', () => {
  expect(checkPages(pages, consoleSections)).toEqual([])
})

test('a clash of addresses, keys and an unknown section are all told at once', () => {
  const icon = () => null
  const load = () => Promise.resolve({ SomePage: () => null })
  const one = { group: 'a', title: '甲', icon, permission: 'signed-in' as const, routes: [{ path: '/x/:id' as const, title: '甲', load, hotkey: 'x' }] }
  const two = { group: 'b', title: '乙', icon, permission: 'signed-in' as const, routes: [{ path: '/x/:other' as const, title: '乙', load, hotkey: 'x', menu: { section: 'nowhere', order: 1 } }] }
  expect(checkPages([one, two], consoleSections)).toHaveLength(4)
})

test('every page file exports exactly one component whose name ends in Page', async () => {
  for (const { group, routes } of pages) {
    for (const { path, load } of routes) {
      const names = Object.keys(await load()).filter((name) => name.endsWith('Page'))
      expect(names, `${group} ${path}`).toHaveLength(1)
    }
  }
  // Every page of the console is compiled here, which takes its time on a busy machine.
}, 120_000)
