import { readTokens } from '../read-tokens.ts'
import type { ReviewRule } from '../rule.ts'

const VERBS = /\b(update|delete|insert|replace|truncate|drop|alter|create|grant|merge|copy|set|commit|rollback)\b\s+\S/i
/** Not seen, or seen in another order than read: zero width, direction marks, odd spaces, full-width punctuation that looks like SQL's. */
const INVISIBLE = /(?!\uFE0F)\p{Default_Ignorable_Code_Point}|\p{Zl}|\p{Zp}|(?! )\p{Zs}|[；，（）＝＇＂]/u

/** What the text itself shows, before anybody parses it. */
export const textRules: readonly ReviewRule[] = [
  {
    code: 'never-ending-quote', title: '引号或注释没有结束', severity: 'error', why: '没有结束的引号或注释会吞掉后面的语句。', wayOut: '补上结束的引号、$$ 或 */。',
    bad: { sql: "update t set a = 'x where id = 1" }, good: { sql: "update t set a = 'x' where id = 1" },
    judge: ({ tokens }) => tokens.filter(({ isOpen }) => isOpen),
  },
  {
    code: 'statement-in-comment', title: '注释里藏着语句', severity: 'warning', why: '被注释掉的语句可能是误留，审批人看到的与执行的不一致。', wayOut: '删去注释里的语句，说明文字写在事由里。',
    bad: { sql: 'update t set a = 1 where id = 1; -- delete from t where id = 2' }, good: { sql: 'update t set a = 1 where id = 1; -- 按公文调整' },
    judge: ({ tokens }) => tokens.filter(({ kind, text }) => kind === 'comment' && !/^\/\*M?!/.test(text) && VERBS.test(text)),
  },
  {
    code: 'executable-comment', title: '可执行注释', severity: 'error', why: 'MySQL 与 MariaDB 会执行 /*! … */ 里的内容，看似注释，实为语句。', wayOut: '把内容写成普通语句，或删去。', dialects: ['mysql'],
    bad: { sql: 'update t set a = 1 /*! , b = 2 */ where id = 1', dialect: 'mysql' }, good: { sql: 'update t set a = 1 /* 按公文 */ where id = 1', dialect: 'mysql' },
    judge: ({ tokens }) => tokens.filter(({ kind, text }) => kind === 'comment' && /^\/\*M?!/.test(text)),
  },
  {
    code: 'nested-comment', title: '注释里还有注释', severity: 'error', why: 'PostgreSQL 允许注释嵌套，MySQL 不允许；同一段文本在两处含义不同，容易藏住语句。', wayOut: '只用一层注释。',
    bad: { sql: 'update t set a = 1 /* 一 /* 二 */ 三 */ where id = 1' }, good: { sql: 'update t set a = 1 /* 一 */ where id = 1' },
    judge: ({ tokens }) => tokens.filter(({ kind, text }) => kind === 'comment' && text.startsWith('/*') && text.slice(2).includes('/*')),
  },
  {
    code: 'comment-before-where', title: '行注释截断语句', severity: 'warning', why: '行注释到行尾为止；条件若与它在同一行会被注释掉。', wayOut: '把注释移到语句之前单独一行。',
    bad: { sql: 'update t set a = 1 -- where id = 1\nwhere id > 0' }, good: { sql: '-- 按公文\nupdate t set a = 1 where id > 0' },
    judge: ({ tokens }) => tokens.filter(({ kind, text }) => kind === 'comment' && /^(--|#)/.test(text) && /\b(where|and|or|limit)\b/i.test(text)),
  },
  {
    code: 'invisible-character', title: '看不见或易混淆的字符', severity: 'error', why: '零宽字符、方向控制符、全角标点会使看到的与执行的不同。', wayOut: '删去并重新输入；全角标点改为半角。',
    bad: { sql: 'update t set a = 1 where\u200b id = 1' }, good: { sql: "update t set a = '（说明）' where id = 1" },
    judge: ({ text, dialect }) => {
      const outside = readTokens(text, dialect).filter(({ kind }) => kind === 'string' || kind === 'comment')
      return [...text.matchAll(new RegExp(INVISIBLE, 'gu'))].map(({ index, 0: char }) => ({ at: index, detail: `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`, char })).filter(({ at, char }) => {
        const within = outside.find((token) => token.at <= at && at < token.end)
        // Chinese punctuation is at home in texts and comments; invisible marks nowhere.
        return within === undefined || !/[；，（）＝＇＂\u3000]/u.test(char)
      })
    },
  },
  {
    code: 'client-command', title: '客户端命令', severity: 'error', why: '\\copy、\\i、delimiter、source 由客户端执行，服务器不认识，且可读写操作机上的文件。', wayOut: '只写 SQL 语句。',
    bad: { sql: '\\copy t from /tmp/x.csv' }, good: { sql: 'insert into t (id) values (1)' },
    judge: ({ text, tokens }) => [
      ...tokens.filter((token, index) => token.text === '\\' && (index === 0 || /\n\s*$/.test(text.slice(0, token.at)))),
      ...tokens.filter((token, index) => token.kind === 'word' && /^(delimiter|source|prompt)$/i.test(token.text) && (index === 0 || tokens[index - 1]?.text === ';')),
    ],
  },
  {
    code: 'dollar-quote', title: '美元引号', severity: 'warning', why: '$$…$$ 里可以放整段程序，审阅时容易略过。', wayOut: "普通文字用单引号，引号本身写作 ''。", dialects: ['postgres'],
    bad: { sql: 'update t set a = $$x$$ where id = 1' }, good: { sql: "update t set a = 'x' where id = 1" },
    judge: ({ tokens }) => tokens.filter(({ kind, text }) => kind === 'string' && text.startsWith('$')),
  },
  {
    code: 'escaped-string', title: '带转义的字符串', severity: 'warning', why: "E'' 与 U&'' 里的转义使看到的文字与写入的不同。", wayOut: '直接写出要写入的文字。', dialects: ['postgres'],
    bad: { sql: "update t set a = E'\\x41' where id = 1" }, good: { sql: "update t set a = 'A' where id = 1" },
    judge: ({ text, tokens }) => tokens.filter((token) => token.kind === 'string' && (/^e/i.test(token.text) || (/u&$/i.test(text.slice(Math.max(0, token.at - 2), token.at))))),
  },
  {
    code: 'double-quoted-text', title: '双引号字符串', severity: 'warning', why: '是否当作字符串取决于服务器的 ANSI_QUOTES 设置，换一台服务器就成了列名。', wayOut: '字符串用单引号，名称用反引号。', dialects: ['mysql'],
    bad: { sql: 'update t set a = "x" where id = 1', dialect: 'mysql' }, good: { sql: "update t set a = 'x' where id = 1", dialect: 'mysql' },
    judge: ({ tokens }) => tokens.filter(({ kind, text }) => kind === 'string' && text.startsWith('"')),
  },
  {
    code: 'backslash-in-text', title: '字符串里的反斜线', severity: 'warning', why: '是否当作转义取决于服务器的 NO_BACKSLASH_ESCAPES 设置，引号的配对会随之改变。', wayOut: "引号写作 ''；路径等确需反斜线的写作 char(92)。", dialects: ['mysql'],
    bad: { sql: "update t set a = 'it\\'s' where id = 1", dialect: 'mysql' }, good: { sql: "update t set a = 'it''s' where id = 1", dialect: 'mysql' },
    judge: ({ tokens }) => tokens.filter(({ kind, text }) => kind === 'string' && text.includes('\\')),
  },
  {
    code: 'pipes-mean-or', title: '|| 表示“或”', severity: 'warning', why: 'MySQL 默认把 || 当作 OR，不是连接字符串。', wayOut: '连接用 concat()，条件用 or。', dialects: ['mysql'],
    bad: { sql: "update t set a = b || 'x' where id = 1", dialect: 'mysql' }, good: { sql: "update t set a = concat(b, 'x') where id = 1", dialect: 'mysql' },
    judge: ({ tokens }) => tokens.filter((token, index) => token.text === '|' && tokens[index + 1]?.text === '|' && tokens[index + 1]?.at === token.end),
  },
  {
    code: 'parameter-left', title: '没有填写的参数', severity: 'error', why: '占位符 ?、$1、:name 没有值，执行时会失败或取到别的值。', wayOut: '写出确切的值。',
    bad: { sql: 'update t set a = $1 where id = 1' }, good: { sql: 'update t set a = 5 where id = 1' },
    judge: ({ tokens, dialect }) => tokens.filter((token, index) => {
      const next = tokens[index + 1]
      if (dialect === 'mysql' && token.text === '?') return true
      if (dialect === 'postgres' && token.text === '$' && next?.kind === 'number' && next.at === token.end) return true
      return token.text === ':' && tokens[index - 1]?.text !== ':' && next?.kind === 'word' && next.at === token.end
    }),
  },
  {
    code: 'many-statements', title: '一张单的语句过多', severity: 'warning', why: '语句多了难以逐条核对，锁也持有得久。', wayOut: '按事项拆成几张单。',
    bad: { sql: 'update t set a = 1 where id = 1;'.repeat(21) }, good: { sql: 'update t set a = 1 where id = 1; update t set a = 2 where id = 2' },
    judge: ({ pieces }) => (pieces.length > 20 ? [{ at: pieces[20]?.at ?? 0, detail: `${pieces.length} 条` }] : []),
  },
]
