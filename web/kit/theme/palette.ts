/**
 * Every colour of the house, once. The Ant Design theme (`create-theme.ts`) and the style sheets (as `--x-…`
 * variables set by `appearance.tsx`) both read this table, so light and dark cannot drift apart.
 *
 * Tone pairs reach 4.5:1 against the surface they stand on; green leans to teal and red to vermilion so that
 * people with red-green deficiency can still tell them apart (the shape and the word tell them anyway).
 */
export const palette = {
  light: {
    page: '#f3f5f7',
    surface: '#ffffff',
    sunken: '#f8f9fb',
    hover: '#eef2f6',
    line: '#e1e6eb',
    'line-strong': '#c8d0d9',
    ink: '#1b2733',
    'ink-2': '#51606f',
    'ink-3': '#616e7c',
    good: '#0e7a5f',
    'good-soft': '#e4f3ee',
    caution: '#a15c00',
    'caution-soft': '#fbf0dd',
    bad: '#c0331f',
    'bad-soft': '#fbe9e5',
    info: '#2160a8',
    'info-soft': '#e6eff9',
    special: '#6f4aa8',
    'special-soft': '#f0eaf8',
    muted: '#5f6c79',
    'muted-soft': '#eef1f4',
  },
  dark: {
    page: '#0f1419',
    surface: '#171e25',
    sunken: '#131a20',
    hover: '#1f2831',
    line: '#2a343e',
    'line-strong': '#3c4854',
    ink: '#e4eaf0',
    'ink-2': '#a9b5c1',
    'ink-3': '#8a97a4',
    good: '#4cc3a0',
    'good-soft': '#12302a',
    caution: '#e5a84a',
    'caution-soft': '#36290f',
    bad: '#f28b74',
    'bad-soft': '#3a1c17',
    info: '#7fb2ee',
    'info-soft': '#152a42',
    special: '#bb9fe6',
    'special-soft': '#2a2140',
    muted: '#9aa7b3',
    'muted-soft': '#222b34',
  },
} as const

export type Scheme = keyof typeof palette

/** Series colours of charts, told apart by the colour-blind (Okabe and Ito 2008, darkened for white paper). */
export const seriesColours = {
  light: ['#2160a8', '#c2620a', '#0e7a5f', '#8d4a97', '#8a6d00', '#4a6f86'],
  dark: ['#7fb2ee', '#f0a35e', '#4cc3a0', '#cf9bd8', '#dcc04e', '#9fc0d4'],
} as const

/** Tone of a word or figure. The same six everywhere. */
export type Tone = 'good' | 'caution' | 'bad' | 'info' | 'special' | 'muted'
