declare module '*.css'

/** Ant Design ships its language files as ES modules without an `exports` map, which Node's resolution cannot type. */
declare module 'antd/es/locale/zh_CN' {
  import type { ConfigProviderProps } from 'antd'

  const locale: ConfigProviderProps['locale']
  export default locale
}
