import { type PartChange, partTitles } from './catalogue-parts.ts'

/** How the fields of a part are called in sentences, in the order in which they are told; what is not named here is in the definition. */
const fieldTitles: Readonly<Record<string, string>> = {
  type: '类型',
  isNullable: '可空',
  default: '默认值',
  generated: '计算表达式',
  identity: '自增方式',
  collation: '排序规则',
  comment: '说明',
  definition: '定义',
  columns: '字段',
  references: '引用',
  isUnique: '唯一',
  isValid: '有效',
  method: '方法',
  predicate: '条件',
  isUnlogged: '不记日志',
  storage: '存储方式',
  partitionBy: '分区方式',
  partitionOf: '所属分区表',
  parts: '分区',
  state: '状态',
  labels: '取值',
  returns: '返回类型',
  language: '语言',
  ownedBy: '所属字段',
  increment: '步长',
  maximum: '最大值',
  minimum: '最小值',
  start: '起始值',
  cycles: '循环',
  cache: '缓存',
  kind: '种类',
}

/** One change in one Chinese sentence, naming the place first. */
export function describeChange(change: PartChange): string {
  const { type, table, name, before, after } = change
  const where = place(change)
  if (before === null) return `新增${where}${type === 'column' ? `，${columnWords(after as { type: string; isNullable: boolean; comment: string | null })}` : type === 'table' ? `，共 ${(after as { columns: unknown[] }).columns.length} 个字段` : ''}`
  if (after === null) return `删除${where}${type === 'table' || (type === 'column' && table !== null) ? '（其中的数据一并消失）' : ''}`
  const [old, now] = [before, after] as unknown as ReadonlyArray<Record<string, unknown>>
  const differing = Object.keys({ ...fieldTitles, ...old, ...now }).filter((key) => key !== 'name' && spelled(old?.[key]) !== spelled(now?.[key]))
  // Whoever reads the columns or a reference needs no second telling by the definition.
  const told = differing.length > 1 ? differing.filter((key) => key !== 'definition' || type === 'check') : differing
  const renamed = type === 'primary-key' && (old?.['name'] as string) !== name ? [`名称由 ${String(old?.['name'])} 改为 ${name}`] : []
  return `${where} 的${[...renamed, ...told.map((key) => `${fieldTitles[key] ?? key}由${shown(old?.[key])}改为${shown(now?.[key])}`)].join('，')}`
}

function place({ type, schema, table, name }: PartChange): string {
  const at = (one: string) => (schema === '' ? one : `${schema}.${one}`)
  if (type === 'schema' || type === 'extension') return `${partTitles[type]} ${name}`
  return table === null || type === 'table' ? `${partTitles[type]} ${at(name)}` : `表 ${at(table)} 的${partTitles[type]} ${name}`
}

function columnWords({ type, isNullable, comment }: { type: string; isNullable: boolean; comment: string | null }): string {
  return `类型 ${type}，${isNullable ? '可空' : '不可空'}，${comment === null ? '没有说明' : `说明“${comment}”`}`
}

function shown(value: unknown): string {
  const text = spelled(value)
  return `“${text.length > 200 ? `${text.slice(0, 200)}…` : text}”`
}

/** Another table, column or partition by its name, however its parts are ordered. */
function spelled(value: unknown): string {
  if (value === null || value === undefined) return '无'
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (Array.isArray(value)) return value.map(spelled).join('、')
  if (typeof value !== 'object') return String(value)
  const { schema, table, name, column, columns, bound } = value as { schema?: string; table?: string; name?: string; column?: string; columns?: readonly string[]; bound?: string }
  const where = [schema, table, name, column].filter((one) => one !== undefined && one !== '').join('.')
  return [where, ...(columns ? [`(${columns.join(', ')})`] : []), ...(bound ? [bound] : [])].join(' ')
}
