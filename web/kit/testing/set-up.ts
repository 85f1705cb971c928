import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'

// What a page shows late on a loaded machine is late, not absent.
configure({ asyncUtilTimeout: 10_000 })

/** What a browser has and jsdom has not; nothing here answers for the product. */
class NoObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}
Object.assign(window, {
  ResizeObserver: NoObserver,
  IntersectionObserver: NoObserver,
  matchMedia: (media: string) => ({ matches: false, media, addEventListener: () => undefined, removeEventListener: () => undefined, addListener: () => undefined, removeListener: () => undefined }),
})
Element.prototype.scrollIntoView = () => undefined
window.scrollTo = () => undefined
const computedStyle = window.getComputedStyle
window.getComputedStyle = (element) => computedStyle(element)

// The first page of a file waits for its imports; a busy machine takes seconds for them.
configure({ asyncUtilTimeout: 10_000 })

afterEach(() => {
  cleanup()
  localStorage.clear()
  sessionStorage.clear()
})
