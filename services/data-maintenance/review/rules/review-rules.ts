import type { ReviewRule } from '../rule.ts'
import { kindRules } from './kind-rules.ts'
import { rowRules } from './row-rules.ts'
import { scopeRules } from './scope-rules.ts'
import { textRules } from './text-rules.ts'
import { valueRules } from './value-rules.ts'

/** Every rule, in the order in which people meet them: the text, the kind of statement, its tables, its rows, its values. */
export const reviewRules: readonly ReviewRule[] = Object.freeze([...textRules, ...kindRules, ...scopeRules, ...rowRules, ...valueRules])
