import type { SqlDialect } from './sql-statement.ts'

export type SqlToken = {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'symbol' | 'comment'
  readonly text: string
  readonly at: number
  readonly end: number
  /** Parentheses open around it. */
  readonly depth: number
  /** A quote or comment that never ends. */
  readonly isOpen: boolean
}

/** One statement of a script: what lies between two semicolons. `tokens` without comments. */
export type SqlPiece = { readonly text: string; readonly at: number; readonly end: number; readonly tokens: readonly SqlToken[] }

const WORD = /[\p{L}_][\p{L}\p{N}_$]*/uy
const NUMBER = /(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/y
const DOLLAR = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy

/**
 * Cuts a text into tokens after the rules of the engine: quotes, dollar quotes, nested comments (PostgreSQL only), backslashes
 * (MySQL always, PostgreSQL in E''). Never fails: what does not end reaches to the end and says so.
 */
export function readTokens(text: string, dialect: SqlDialect): SqlToken[] {
  const tokens: SqlToken[] = []
  let at = 0
  let depth = 0
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at
    return pattern.exec(text)?.[0]
  }
  const push = (kind: SqlToken['kind'], end: number, isOpen = false) => {
    tokens.push({ kind, text: text.slice(at, end), at, end, depth, isOpen })
    at = end
  }
  while (at < text.length) {
    const char = text[at] as string
    const two = text.slice(at, at + 2)
    if (/\s/.test(char)) at += 1
    else if (two === '--' && (dialect === 'postgres' || /^--(?:\s|$)/.test(text.slice(at, at + 3)))) push('comment', lineEnd(text, at))
    else if (char === '#' && dialect === 'mysql') push('comment', lineEnd(text, at))
    else if (two === '/*') {
      const end = commentEnd(text, at, dialect)
      push('comment', end ?? text.length, end === undefined)
    } else if (char === "'" || (char === '"' && dialect === 'mysql')) {
      const end = quoteEnd(text, at, char, dialect === 'mysql')
      push('string', end ?? text.length, end === undefined)
    } else if (dialect === 'postgres' && /^[eE]'/.test(two)) {
      const end = quoteEnd(text, at + 1, "'", true)
      push('string', end ?? text.length, end === undefined)
    } else if (char === '"' || char === '`') {
      const end = quoteEnd(text, at, char, false)
      push('quoted', end ?? text.length, end === undefined)
    } else if (char === '$' && dialect === 'postgres' && match(DOLLAR) !== undefined) {
      const tag = match(DOLLAR) as string
      const end = text.indexOf(tag, at + tag.length)
      push('string', end < 0 ? text.length : end + tag.length, end < 0)
    } else if (match(WORD) !== undefined) push('word', at + (match(WORD) as string).length)
    else if (match(NUMBER) !== undefined) push('number', at + (match(NUMBER) as string).length)
    else {
      if (char === ')') depth = Math.max(0, depth - 1)
      push('symbol', at + (text.codePointAt(at) as number > 0xffff ? 2 : 1))
      if (char === '(') depth += 1
    }
  }
  return tokens
}

/** The statements of a script, in order; pieces that hold nothing but comments are left out. */
export function splitStatements(text: string, tokens: readonly SqlToken[]): SqlPiece[] {
  const pieces: SqlPiece[] = []
  let own: SqlToken[] = []
  const finish = () => {
    const [first, last] = [own[0], own.at(-1)]
    if (first !== undefined && last !== undefined) pieces.push({ text: text.slice(first.at, last.end), at: first.at, end: last.end, tokens: own })
    own = []
  }
  for (const token of tokens) {
    if (token.kind === 'comment') continue
    if (token.kind === 'symbol' && token.text === ';') finish()
    else own.push(token)
  }
  finish()
  return pieces
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}

function commentEnd(text: string, from: number, dialect: SqlDialect): number | undefined {
  let open = 1
  for (let at = from + 2; at < text.length; at += 1) {
    const two = text.slice(at, at + 2)
    if (two === '*/') {
      open -= 1
      at += 1
      if (open === 0 || dialect === 'mysql') return at + 1
    } else if (two === '/*') {
      open += 1
      at += 1
    }
  }
  return undefined
}

function quoteEnd(text: string, from: number, quote: string, hasBackslash: boolean): number | undefined {
  for (let at = from + 1; at < text.length; at += 1) {
    if (hasBackslash && text[at] === '\\') at += 1
    else if (text[at] === quote) {
      if (text[at + 1] !== quote) return at + 1
      at += 1
    }
  }
  return undefined
}
