import type { ReactNode } from 'react'

/** The glyphs drawn, because fonts disagree about their size and some turn them into pictures. 12 × 12. */
const drawings: Readonly<Record<string, ReactNode>> = {
  '●': <circle cx="6" cy="6" r="4.5" fill="currentColor" />,
  '▲': <path d="M6 1.2 11.2 10.6H.8z" fill="currentColor" />,
  '■': <path d="M1.8 1.8h8.4v8.4H1.8z" fill="currentColor" />,
  '○': <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  '✓': <path d="m1.8 6.4 3 3L10.4 3" fill="none" stroke="currentColor" strokeWidth="2" />,
  '◐': <><circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.4" /><path d="M6 1.8a4.2 4.2 0 0 0 0 8.4z" fill="currentColor" /></>,
  '✕': <path d="m2.2 2.2 7.6 7.6m0-7.6L2.2 9.8" fill="none" stroke="currentColor" strokeWidth="2" />,
  '◆': <path d="M6 .8 11.2 6 6 11.2.8 6z" fill="currentColor" />,
  '◇': <path d="M6 1.6 10.4 6 6 10.4 1.6 6z" fill="none" stroke="currentColor" strokeWidth="1.4" />,
  '◈': <><path d="M6 1.2 10.8 6 6 10.8 1.2 6z" fill="none" stroke="currentColor" strokeWidth="1.2" /><path d="M6 3.9 8.1 6 6 8.1 3.9 6z" fill="currentColor" /></>,
  '‖': <path d="M4 2v8m4-8v8" fill="none" stroke="currentColor" strokeWidth="2" />,
  '·': <circle cx="6" cy="6" r="1.8" fill="currentColor" />,
  '–': <path d="M2 6h8" fill="none" stroke="currentColor" strokeWidth="1.8" />,
  '?': <path d="M3.6 4.2a2.4 2.4 0 1 1 3.5 2.1c-.8.4-1.1.8-1.1 1.6M6 9.6v1.2" fill="none" stroke="currentColor" strokeWidth="1.6" />,
  '≈': <path d="M1.2 4.6c1.6-1.6 3.2-1.6 4.8 0s3.2 1.6 4.8 0M1.2 8.4c1.6-1.6 3.2-1.6 4.8 0s3.2 1.6 4.8 0" fill="none" stroke="currentColor" strokeWidth="1.5" />,
}

export function StateSymbol({ glyph }: { glyph: string }) {
  return (
    <svg className="x-symbol" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" data-glyph={glyph}>
      {drawings[glyph] ?? <text x="6" y="10" textAnchor="middle" fontSize="11" fill="currentColor">{glyph}</text>}
    </svg>
  )
}
