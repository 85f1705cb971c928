import { sensitivityClass } from '#shared/catalogue/propose-classes.ts'
import type { ExportColumnView } from '../../exports/api.ts'

const sources: Readonly<Record<string, string>> = { confirmed: '盘点确认', name: '列名', content: '内容', approved: '经批准' }

/** How a column leaves, in words. */
export function maskWords({ rule, by }: Pick<ExportColumnView, 'rule' | 'by'>): string {
  if (rule === null) return '原值（经批准）'
  if (rule === 'content') return '只遮文字中的证件号、手机号、卡号、邮箱'
  const what = rule === 'hidden' ? '由敏感列算出，整列隐藏' : sensitivityClass.has(rule) ? sensitivityClass.titles[rule] : rule
  return `${what}（${sources[by] ?? by}）`
}

const kinds: Readonly<Record<string, string>> = { text: '文字', integer: '整数', decimal: '小数', date: '日期', instant: '时间', boolean: '是否', binary: '二进制' }
export const kindWords = (kind: string): string => kinds[kind] ?? kind
