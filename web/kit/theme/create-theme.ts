import { theme, type ThemeConfig } from 'antd'
import { palette, type Scheme } from './palette.ts'

export type Density = 'compact' | 'comfortable'

/** The accent an application carries: one colour on light ground, a lighter one on dark. */
export type Accent = { readonly light: string; readonly dark: string }

/** Figures line up in columns; Chinese from the system, nothing is fetched. */
export const FONT_FAMILY = "'PingFang SC', 'HarmonyOS Sans SC', 'Microsoft YaHei UI', 'Microsoft YaHei', 'Noto Sans SC', 'Noto Sans CJK SC', 'Source Han Sans SC', system-ui, sans-serif"
export const MONO_FAMILY = "'JetBrains Mono', 'Cascadia Mono', Consolas, 'Noto Sans Mono', 'DejaVu Sans Mono', monospace"

/** The one theme of console and subsystems; they differ in `accent` only. Spacing 4/8/12/16/24. */
export function createTheme({ accent, scheme, density }: { accent: Accent; scheme: Scheme; density: Density }): ThemeConfig {
  const colour = palette[scheme]
  const isCompact = density === 'compact'
  const accentSoft = blend(accent[scheme], colour.surface, 0.1)
  return {
    algorithm: scheme === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: accent[scheme],
      colorInfo: colour.info,
      colorSuccess: colour.good,
      colorWarning: colour.caution,
      colorError: colour.bad,
      colorLink: accent[scheme],
      // Soft grounds are named, because those that Ant Design derives from dark tones come out muddy.
      colorPrimaryBg: accentSoft,
      colorPrimaryBgHover: accentSoft,
      controlItemBgActive: accentSoft,
      controlItemBgActiveHover: accentSoft,
      controlItemBgHover: colour.hover,
      colorInfoBg: colour['info-soft'],
      colorSuccessBg: colour['good-soft'],
      colorWarningBg: colour['caution-soft'],
      colorErrorBg: colour['bad-soft'],
      colorTextBase: colour.ink,
      colorBgBase: colour.surface,
      colorBgLayout: colour.page,
      colorBgContainer: colour.surface,
      colorBgElevated: scheme === 'dark' ? colour.hover : colour.surface,
      colorBorder: colour['line-strong'],
      colorBorderSecondary: colour.line,
      colorTextSecondary: colour['ink-2'],
      colorTextTertiary: colour['ink-3'],
      colorTextDescription: colour['ink-3'],
      colorTextPlaceholder: colour['ink-3'],
      fontFamily: FONT_FAMILY,
      fontFamilyCode: MONO_FAMILY,
      fontSize: isCompact ? 13 : 14,
      controlHeight: isCompact ? 30 : 36,
      borderRadius: 4,
      borderRadiusLG: 6,
      borderRadiusSM: 3,
      sizeUnit: 4,
      sizeStep: 4,
      padding: isCompact ? 12 : 16,
      paddingLG: isCompact ? 16 : 24,
      wireframe: false,
    },
    components: {
      Menu: {
        itemHeight: isCompact ? 32 : 38,
        itemMarginBlock: 1,
        itemBorderRadius: 4,
        itemBg: 'transparent',
        subMenuItemBg: 'transparent',
        activeBarBorderWidth: 0,
        groupTitleFontSize: 12,
        groupTitleColor: colour['ink-3'],
      },
      // White on the light accent of the dark scheme would stay below 4.5:1.
      Button: { ...(scheme === 'dark' ? { primaryColor: colour.page, dangerColor: colour.page } : {}), primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
      ...(scheme === 'dark' ? { Badge: { colorTextLightSolid: colour.page, colorBorderBg: colour.surface } } : {}),
      Alert: { withDescriptionPadding: '12px 16px', withDescriptionIconSize: 18 },
      Form: { itemMarginBottom: isCompact ? 12 : 16, verticalLabelPadding: '0 0 4px' },
      Drawer: { paddingLG: 16, padding: 16 },
      Tabs: { horizontalItemPadding: '8px 0', horizontalMargin: '0 0 12px 0' },
    },
  }
}

/** `share` of one colour over another, both `#rrggbb`. */
export function blend(over: string, under: string, share: number): string {
  const channel = (at: number) => {
    const [top, bottom] = [over, under].map((colour) => Number.parseInt(colour.slice(at, at + 2), 16)) as [number, number]
    return Math.round(top * share + bottom * (1 - share)).toString(16).padStart(2, '0')
  }
  return `#${channel(1)}${channel(3)}${channel(5)}`
}
