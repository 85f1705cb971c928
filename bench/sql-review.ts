import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readyToReview, reviewSql } from '#services/data-maintenance/review/review-sql.ts'
import { reviewRules } from '#services/data-maintenance/review/rules/review-rules.ts'
import type { Benchmark } from './run.ts'

/** The same PostgreSQL files for both: every rule's bad example, and every good one. `squawk` from npm (squawk-cli), given as `--squawk=PATH`. */
export const benchmark: Benchmark = {
  title: 'SQL review beside squawk: dangerous statements found, sound ones left alone',
  async measure(options) {
    const squawk = options.find((option) => option.startsWith('--squawk='))?.slice(9) ?? 'squawk'
    await readyToReview()
    const rules = reviewRules.filter(({ bad, dialects }) => (bad.dialect ?? 'postgres') === 'postgres' && dialects?.includes('postgres') !== false)
    const folder = mkdtempSync(path.join(tmpdir(), 'sql-review-'))
    try {
      // squawk says what it finds on standard output and leaves with 1.
      const theirs = (sql: string): boolean => {
        const file = path.join(folder, 'one.sql')
        writeFileSync(file, sql)
        try {
          execFileSync(squawk, ['--reporter', 'json', file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
          return false
        } catch (error) {
          if (error instanceof Error && 'status' in error && error.status === 1) return true
          throw error
        }
      }
      const ours = ({ sql, purpose = 'change', declared, facts, rows }: (typeof rules)[number]['bad']) =>
        reviewSql({ dialect: 'postgres', purpose, text: sql, schemas: ['app'], ...(declared ? { declared } : {}), ...(facts ? { facts } : {}), ...(rows ? { rows } : {}) }).findings.some(({ severity }) => severity !== 'notice')
      const serious = rules.filter(({ severity }) => severity !== 'notice')
      const found = { ours: serious.filter(({ bad }) => ours(bad)).length, theirs: serious.filter(({ bad }) => theirs(bad.sql)).length }
      const spared = { ours: serious.filter(({ good }) => !ours(good)).length, theirs: serious.filter(({ good }) => !theirs(good.sql)).length }
      const all = serious.length
      return [
        { name: `dangerous statements found, of ${all}`, ours: String(found.ours), peer: String(found.theirs), ratio: (found.ours / Math.max(1, found.theirs)).toFixed(2), goal: '≥ 1', isMet: found.ours >= found.theirs },
        { name: `sound statements left alone, of ${all}`, ours: String(spared.ours), peer: String(spared.theirs), ratio: (spared.ours / Math.max(1, spared.theirs)).toFixed(2), goal: '' },
      ]
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
