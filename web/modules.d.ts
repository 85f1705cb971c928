declare module '*.css'

/** Ant Design ships its language files as ES modules without an `exports` map, which Node's resolution cannot type. */
declare module 'antd/es/locale/zh_CN' {
  const locale: import('antd').ConfigProviderProps['locale']
  export default locale
}
