/** A field of a connector's form, read from its JSON schema. */
export type SettingsField = {
  readonly path: readonly string[]
  readonly label: string
  readonly kind: 'text' | 'long-text' | 'number' | 'yes-no' | 'choice' | 'list' | 'data'
  readonly isRequired: boolean
  readonly options?: readonly string[]
  readonly fallback?: unknown
}

/** Chinese names of the words that connectors use; another word is shown as it is. */
const LABELS: Readonly<Record<string, string>> = {
  host: '主机', port: '端口', database: '数据库', username: '用户名', password: '口令', tls: '加密', changes: '数据维护', schemas: '可改动的模式（库）', ledgerSchema: '改动流水所在模式', physical: '物理备份', dataFolder: '服务器的数据目录', mode: '加密方式', ca: '根证书（PEM）', verify: '校验证书', baseUrl: '地址', statusUrl: '状态页地址', token: '令牌',
  privateKey: '私钥', passphrase: '私钥口令', hostKeys: '主机密钥指纹', access: '访问方式', serverName: '证书主机名', securePort: 'HTTPS 端口', maxConnections: '最大连接数', local: '本机', program: '程序路径', configFile: '配置文件', isSecure: '使用 HTTPS', amqpPort: 'AMQP 端口', vhost: '虚拟主机', accounts: '账号映射（JSON）',
}
const LONG = new Set(['ca', 'privateKey'])
/** Structures of their own, written as JSON: a form of a hundred fields would say less. */
const DATA = new Set(['accounts'])

export type JsonSchema = { readonly type?: string; readonly properties?: Readonly<Record<string, JsonSchema>>; readonly required?: readonly string[]; readonly enum?: readonly string[]; readonly const?: unknown; readonly default?: unknown; readonly anyOf?: readonly JsonSchema[]; readonly oneOf?: readonly JsonSchema[] }

/** The forms that a schema allows: one, or those of a choice such as 本机 or SSH, told apart by their constants. */
export function variantsOf(schema: JsonSchema): ReadonlyArray<{ readonly title: string; readonly constants: Readonly<Record<string, unknown>>; readonly fields: readonly SettingsField[] }> {
  return (schema.oneOf ?? schema.anyOf ?? [schema]).map((variant) => {
    const constants = Object.fromEntries(Object.entries(variant.properties ?? {}).flatMap(([name, { const: value }]) => (value === undefined ? [] : [[name, value]])))
    return { title: Object.values(constants).map(String).join(' ') || '填写', constants, fields: fieldsOf(variant, [], '', true) }
  })
}

function fieldsOf(schema: JsonSchema, path: readonly string[], prefix: string, isNeeded: boolean): SettingsField[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]): SettingsField[] => {
    if (property.const !== undefined) return []
    const label = `${prefix}${LABELS[name] ?? name}`
    const isRequired = isNeeded && (schema.required ?? []).includes(name) && property.default === undefined
    if (DATA.has(name)) return [{ path: [...path, name], label, isRequired, kind: 'data' }]
    if (property.properties) return fieldsOf(property, [...path, name], `${label} · `, isRequired)
    const shared = { path: [...path, name], label, isRequired, ...(property.default === undefined ? {} : { fallback: property.default }) }
    if (property.enum) return [{ ...shared, kind: 'choice', options: property.enum }]
    const kind = ({ integer: 'number', number: 'number', boolean: 'yes-no', array: 'list' } as const)[property.type ?? ''] ?? (LONG.has(name) ? 'long-text' : 'text')
    return [{ ...shared, kind }]
  })
}

/** Words of the choices that connectors offer. */
const WORDS: Readonly<Record<string, string>> = { true: '是', false: '否', off: '不加密', unchecked: '加密，不校验证书', verified: '加密并校验证书', local: '本机', ssh: 'SSH' }

/** What was filled in, in the words of the form. A whole mapping is one fact, shown as it is written. */
export function settingFacts(settings: unknown, prefix = ''): Array<{ label: string; value: string; isRaw?: true }> {
  return Object.entries((settings ?? {}) as Record<string, unknown>).flatMap(([name, value]) => {
    const label = `${prefix}${LABELS[name] ?? name}`
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
      const isDeep = Object.values(value).some((inner) => inner !== null && typeof inner === 'object')
      return isDeep ? [{ label, value: JSON.stringify(value, null, 2), isRaw: true }] : settingFacts(value, `${label} · `)
    }
    return [{ label, value: Array.isArray(value) ? value.join('、') : (WORDS[String(value)] ?? String(value)) }]
  })
}

/** What was filled in, without the fields left empty: a connector tells absent from empty. */
export function filledIn(values: unknown): Record<string, unknown> {
  if (values === null || typeof values !== 'object') return {}
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]): Array<[string, unknown]> => {
      if (value === undefined || value === null || value === '') return []
      if (typeof value !== 'object' || Array.isArray(value)) return [[name, value]]
      const inner = filledIn(value)
      return Object.keys(inner).length === 0 ? [] : [[name, inner]]
    }),
  )
}
