import { closedSet, type Member } from '../closed-set.ts'
import { isDescription, ownTables } from './catalogue-coverage.ts'
import type { Catalogue } from './catalogue.ts'

/** What personal or sensitive thing a column holds; masking of exports follows it (数据分类). */
export const sensitivityClass = closedSet({
  name: '姓名',
  'resident-id': '身份证件号码',
  mobile: '手机号码',
  'bank-card': '银行卡号',
  address: '住址',
  mail: '电子邮箱',
  biometric: '生物识别',
  credential: '口令与密钥',
  location: '行踪位置',
  finance: '资金与工资',
  'organisation-code': '统一社会信用代码',
})
export type SensitivityClass = Member<typeof sensitivityClass>

/** Levels of GB/T 43697-2024, 6: core and important data are named by the authority, so only general data can be proposed; within it four grades are in use. */
export const sensitivityLevel = closedSet({ '1': '一般数据 1 级（公开）', '2': '一般数据 2 级（内部）', '3': '一般数据 3 级（敏感）', '4': '一般数据 4 级（高度敏感）', important: '重要数据', core: '核心数据' })
export type SensitivityLevel = Member<typeof sensitivityLevel>

/** Proposed level of a class: sensitive personal information (GB/T 35273 annex B, 个人信息保护法 28) is grade 4, other personal information 3. */
export const levelOf: Readonly<Record<SensitivityClass, SensitivityLevel>> = Object.freeze({ name: '3', 'resident-id': '4', mobile: '3', 'bank-card': '4', address: '3', mail: '3', biometric: '4', credential: '4', location: '4', finance: '3', 'organisation-code': '1' })

export type ProposedClass = { readonly schema: string; readonly table: string; readonly column: string; readonly class: SensitivityClass; readonly level: SensitivityLevel; readonly confidence: number; readonly reason: string }

const rules: ReadonlyArray<{ readonly class: SensitivityClass; readonly name: RegExp; readonly comment: RegExp; readonly not?: RegExp }> = [
  { class: 'credential', name: /(^|_)(password|passwd|pwd|secret|token|private_key|salt)(_|$)/i, comment: /口令|密码(?!学)|密钥|令牌/ },
  { class: 'resident-id', name: /(^|_)(id_?card|resident_?id|identity_?(no|number|card)|sfzh?|cert_?no|id_?no)(_|$)/i, comment: /身份证|证件号/ },
  { class: 'bank-card', name: /(^|_)(bank_?(card|account)(_?no)?|card_?no|account_?no)(_|$)/i, comment: /银行(卡|账)号|开户账号|工资卡/ },
  { class: 'mobile', name: /(^|_)(mobile|phone|tel|telephone|cell|sjh)(_?(no|number))?(_|$)/i, comment: /手机|电话|联系方式/ },
  { class: 'mail', name: /(^|_)e?mail(_|$)/i, comment: /邮箱|电子邮件/ },
  { class: 'biometric', name: /(^|_)(face|fingerprint|iris|biometric)(_|$)/i, comment: /人脸|指纹|虹膜|生物识别/ },
  { class: 'location', name: /(^|_)(longitude|latitude|lng|lat|gps|location)(_|$)/i, comment: /经度|纬度|定位|行踪/ },
  { class: 'finance', name: /(^|_)(salary|wage|wages)(_|$)/i, comment: /工资|薪酬|薪资/ },
  { class: 'organisation-code', name: /(^|_)(credit_code|org_?(no|code)|uscc)(_|$)/i, comment: /社会信用代码|组织机构代码/ },
  { class: 'address', name: /(^|_)(home_?address|address|addr)(_|$)/i, comment: /住址|家庭地址|通讯地址|联系地址/, not: /网址|ip|url|邮件地址/i },
  { class: 'name', name: /(^|_)(person_?name|real_?name|full_?name|holder_?name|worker_?name|legal_?(person|representative)|contact(_name|_person)?|applicant|xm)(_|$)/i, comment: /姓名|联系人|法定代表人|负责人|经办人|申请人/, not: /编号|标识|数量|类型/ },
]

/** Columns that seem to hold something that must be handled with care, from name, comment, and the mark 〔个人信息〕. Sampled content speaks later, by `contentForms`. */
export function proposeClasses(catalogue: Catalogue): ProposedClass[] {
  return ownTables(catalogue).flatMap((table) =>
    table.columns.flatMap((column): ProposedClass[] => {
      const comment = isDescription(column.comment) ? (column.comment ?? '') : ''
      const isMarked = comment.includes('个人信息')
      for (const rule of rules) {
        const byName = rule.name.test(column.name)
        const byComment = rule.comment.test(comment)
        if ((!byName && !byComment) || rule.not?.test(comment) === true || /_(at|on|count)$|^is_/.test(column.name)) continue
        const confidence = Math.min(0.95, (byName ? 0.5 : 0) + (byComment ? 0.5 : 0) + (isMarked ? 0.3 : 0))
        const reason = [...(byName ? ['字段名'] : []), ...(byComment ? ['说明'] : []), ...(isMarked ? ['已标注个人信息'] : [])].join('、')
        return [{ schema: table.schema, table: table.name, column: column.name, class: rule.class, level: levelOf[rule.class], confidence: Math.round(confidence * 100) / 100, reason }]
      }
      return []
    }),
  )
}

/** What a column of a result seems to hold, by nothing but its name: an identifier, or the Chinese heading that a query gives it. */
export function classOfName(name: string): SensitivityClass | undefined {
  if (/_(at|on|count)$|^is_|数量?$|次数$|编号$|标识$/.test(name)) return undefined
  return rules.find((rule) => (rule.name.test(name) || rule.comment.test(name)) && rule.not?.test(name) !== true)?.class
}

/** The form of a class's values (POSIX and PCRE alike), where it has one: a sample is counted against it within the database. */
export const contentForms: Readonly<Partial<Record<SensitivityClass, string>>> = Object.freeze({
  'resident-id': '^[1-9][0-9]{5}(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]$',
  mobile: '^1[3-9][0-9]{9}$',
  mail: '^[^@ ]+@[^@ ]+[.][^@ ]+$',
  'bank-card': '^62[0-9]{14,17}$',
  'organisation-code': '^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$',
})
