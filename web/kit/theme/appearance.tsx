import { createContext, useContext, useEffect, useLayoutEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from 'react'
import { App, ConfigProvider } from 'antd'
import zhCN from 'antd/es/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { readStored, writeStored } from '../value/stored.ts'
import { createTheme, FONT_FAMILY, MONO_FAMILY, type Accent, type Density } from './create-theme.ts'
import { palette, type Scheme } from './palette.ts'
import './kit.css'

export type Mode = 'light' | 'dark' | 'auto'

export type Appearance = {
  mode: Mode
  density: Density
  /** What `mode` comes to just now. */
  scheme: Scheme
  setMode(mode: Mode): void
  setDensity(density: Density): void
}

const AppearanceContext = createContext<Appearance | undefined>(undefined)
const STORED = 'appearance'

export function useAppearance(): Appearance {
  const appearance = useContext(AppearanceContext)
  if (!appearance) throw new Error('useAppearance is used outside AppearanceProvider')
  return appearance
}

/** Theme, language and style variables for everything below it. */
export function AppearanceProvider({ accent, children }: { accent: Accent; children: ReactNode }) {
  const [chosen, setChosen] = useState(() => readStored<{ mode: Mode; density: Density }>(STORED, { mode: 'auto', density: 'compact' }))
  const systemIsDark = useMediaQuery('(prefers-color-scheme: dark)')
  const isPrinting = useMediaQuery('print')
  // Paper is white, whatever the screen shows.
  const scheme: Scheme = isPrinting ? 'light' : chosen.mode === 'auto' ? (systemIsDark ? 'dark' : 'light') : chosen.mode

  useEffect(() => writeStored(STORED, chosen), [chosen])
  useLayoutEffect(() => paint(scheme, accent, chosen.density), [scheme, accent, chosen.density])

  const appearance = useMemo<Appearance>(
    () => ({
      ...chosen,
      scheme,
      setMode: (mode) => setChosen((now) => ({ ...now, mode })),
      setDensity: (density) => setChosen((now) => ({ ...now, density })),
    }),
    [chosen, scheme],
  )
  const theme = useMemo(() => createTheme({ accent, scheme, density: chosen.density }), [accent, scheme, chosen.density])
  return (
    <AppearanceContext value={appearance}>
      <ConfigProvider locale={zhCN} theme={theme} button={{ autoInsertSpace: false }}>
        <App component={false} notification={{ placement: 'topRight' }}>
          {children}
        </App>
      </ConfigProvider>
    </AppearanceContext>
  )
}

/** True while the CSS media query matches. */
export function useMediaQuery(query: string): boolean {
  const [list] = useState(() => window.matchMedia(query))
  return useSyncExternalStore(
    (changed) => {
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    () => list.matches,
  )
}

/** Phone and small tablet: menu becomes a drawer, tables become cards. Paper is no phone, however narrow. */
export function useIsNarrow(): boolean {
  return useMediaQuery('screen and (max-width: 768px)')
}

/** Also called before the first render, so that the page does not flash white in the dark. */
export function paint(scheme: Scheme, accent: Accent, density: Density): void {
  const root = document.documentElement
  root.dataset['scheme'] = scheme
  root.dataset['density'] = density
  root.style.colorScheme = scheme
  for (const [name, value] of Object.entries(palette[scheme])) root.style.setProperty(`--x-${name}`, value)
  root.style.setProperty('--x-accent', accent[scheme])
  root.style.setProperty('--x-font', FONT_FAMILY)
  root.style.setProperty('--x-mono', MONO_FAMILY)
}

/** Week starts on Monday, month names in Chinese, also inside the date pickers. */
dayjs.locale('zh-cn')
