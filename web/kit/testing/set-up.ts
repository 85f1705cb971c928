import { cleanup } from '@testing-library/react'
import { afterEach, vi } from 'vitest'

/** What a browser has and jsdom has not; nothing here answers for the product. */
class NoObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}
vi.stubGlobal('ResizeObserver', NoObserver)
vi.stubGlobal('IntersectionObserver', NoObserver)
vi.stubGlobal('matchMedia', (query: string) => ({ matches: false, media: query, addEventListener: () => undefined, removeEventListener: () => undefined, addListener: () => undefined, removeListener: () => undefined }))
Element.prototype.scrollIntoView = () => undefined
window.scrollTo = () => undefined
const computedStyle = window.getComputedStyle
window.getComputedStyle = (element) => computedStyle(element)

afterEach(() => {
  cleanup()
  localStorage.clear()
  sessionStorage.clear()
})
