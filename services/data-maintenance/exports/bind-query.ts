import { z } from 'zod'
import { readTokens } from '../review/read-tokens.ts'
import type { SqlDialect } from '../review/sql-statement.ts'
import type { QueryParameter } from './api.ts'
import type { Question } from './stream-rows.ts'

const shapes = { date: z.iso.date('日期写作 2024-09-01'), text: z.string().max(500), number: z.string().regex(/^-?\d+(\.\d+)?$/, '只写数字') } as const

/** What of the values does not fit the parameters, all at once. */
export function parameterProblems(parameters: readonly QueryParameter[], values: Readonly<Record<string, string>>): string[] {
  return [
    ...parameters.flatMap(({ name, title, type }) => {
      const parsed = shapes[type].safeParse(values[name])
      return parsed.success ? [] : [`${title}：${values[name] === undefined ? '没有填写' : (parsed.error.issues[0]?.message ?? '不对')}`]
    }),
    ...Object.keys(values).filter((name) => !parameters.some((one) => one.name === name)).map((name) => `没有参数 ${name}`),
  ]
}

/** Names that a text uses as `:name`, outside quotes and comments, in order, each once. */
export function parametersUsed(text: string, dialect: SqlDialect): string[] {
  return [...new Set(places(text, dialect).map(({ name }) => name))]
}

/** The text with the engine's own place holders: values never become part of it. */
export function bindQuery(text: string, dialect: SqlDialect, values: Readonly<Record<string, string>>): Question {
  const parameters: string[] = []
  const order: string[] = []
  const bound = replacePlaces(text, dialect, (name) => {
    if (dialect === 'mysql') {
      parameters.push(values[name] ?? '')
      return '?'
    }
    if (!order.includes(name)) {
      order.push(name)
      parameters.push(values[name] ?? '')
    }
    return `$${order.indexOf(name) + 1}`
  })
  return { text: bound, parameters }
}

/** The text for the review, which takes no open parameters: each is a sample of its type, of the same length where that is possible. */
export function reviewedText(text: string, dialect: SqlDialect, parameters: readonly QueryParameter[]): string {
  const samples: Readonly<Record<QueryParameter['type'], string>> = { date: "'2024-01-01'", text: "'x'", number: '1' }
  return replacePlaces(text, dialect, (name) => {
    const found = parameters.find((one) => one.name === name)
    return found === undefined ? `:${name}` : samples[found.type]
  })
}

function replacePlaces(text: string, dialect: SqlDialect, by: (name: string) => string): string {
  let bound = ''
  let from = 0
  for (const { at, end, name } of places(text, dialect)) {
    bound += text.slice(from, at) + by(name)
    from = end
  }
  return bound + text.slice(from)
}

function places(text: string, dialect: SqlDialect): Array<{ name: string; at: number; end: number }> {
  const tokens = readTokens(text, dialect)
  return tokens.flatMap((token, index) => {
    const next = tokens[index + 1]
    const isPlace = token.text === ':' && token.kind === 'symbol' && tokens[index - 1]?.text !== ':' && next?.kind === 'word' && next.at === token.end
    return isPlace ? [{ name: next.text, at: token.at, end: next.end }] : []
  })
}
