import type { AssessmentRule, JudgedEvidence } from '#spine/service.ts'
import { changeBody, demandBody, exportBody, receiptBody, resultBody } from './evidence.ts'

/**
 * 合同 M5-01: no change without its form, as many rows as were approved, each read back as it was left. M5-02: no export without form and
 * receipt, and the receipt is of the very file. M5-05: the result comes out again from the saved query.
 */
export const matched: AssessmentRule = {
  name: 'matched',
  judge(evidence) {
    const demand = bodies(evidence, 'demand-form', demandBody).at(-1)
    const lines = demand === undefined ? ['没有需求单'] : judges[demand.purpose](evidence)
    return { isComplete: lines.length === 0, lines }
  },
}

function judgeChange(evidence: readonly JudgedEvidence[]): string[] {
  const record = bodies(evidence, 'data-change-record', changeBody).findLast(({ state }) => state === 'applied')
  if (record === undefined) return ['没有执行并读回的记录']
  const lines: string[] = []
  if (Math.abs(record.affectedRows - record.approvedRows) > record.tolerance) lines.push(`批准 ${record.approvedRows} 行，影响 ${record.affectedRows} 行`)
  if (record.readBack.differing.length > 0) lines.push(`读回有 ${record.readBack.differing.length} 行与改动后不一致`)
  return lines
}

function judgeExport(evidence: readonly JudgedEvidence[]): string[] {
  const file = bodies(evidence, 'export-file', exportBody).at(-1)
  if (file === undefined) return ['没有生成并读回的导出文件']
  const lines: string[] = []
  if (file.approvedRows !== null && Math.abs(file.rows - file.approvedRows) > file.tolerance) lines.push(`批准 ${file.approvedRows} 行，导出 ${file.rows} 行`)
  if (file.readBackRows !== file.rows) lines.push(`从文件读回 ${file.readBackRows} 行，写入 ${file.rows} 行`)
  const receipt = bodies(evidence, 'hand-over-receipt', receiptBody).at(-1)
  if (receipt === undefined) lines.push('没有签收')
  else if (receipt.fileSm3 !== file.fileSm3) lines.push('签收的不是所生成的文件')
  return lines
}

function judgeAnalysis(evidence: readonly JudgedEvidence[]): string[] {
  const result = bodies(evidence, 'analysis-result', resultBody).at(-1)
  if (result === undefined) return ['没有统计结果']
  const lines = result.savedQuery === null ? ['结果不是由保存的查询得出'] : []
  return result.rerun.isSame && result.rerun.rowsSm3 === result.rowsSm3 ? lines : [...lines, '按保存的查询重做，结果不一致']
}

const judges = { change: judgeChange, export: judgeExport, analysis: judgeAnalysis } as const

function bodies<T>(evidence: readonly JudgedEvidence[], kind: string, schema: { safeParse(value: unknown): { success: true; data: T } | { success: false } }): T[] {
  return evidence
    .filter((one) => one.kind === kind)
    .toSorted((one, other) => one.happenedAt.getTime() - other.happenedAt.getTime() || (one.evidenceId < other.evidenceId ? -1 : 1))
    .flatMap(({ body }) => {
      const parsed = schema.safeParse(body)
      return parsed.success ? [parsed.data] : []
    })
}

export const assessments: readonly AssessmentRule[] = [matched]
