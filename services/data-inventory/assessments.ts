import { z } from 'zod'
import type { AssessmentRule, JudgedEvidence } from '#spine/service.ts'
import { inventoryBody } from './evidence.ts'

const parameters = z.object({ contentAreas: z.int().min(1).max(5).default(5) }).loose()

/** 合同 M6: 表结构、字段描述、数据关系、主外键、索引. */
const AREAS = [
  ['structure', '表结构'],
  ['descriptions', '字段描述'],
  ['relations', '数据关系'],
  ['keys', '主外键'],
  ['indexes', '索引'],
] as const

/**
 * 合同 M6-01: the newest document of each database tells all five content areas of the structure that was read in the same act. A
 * database of one table owes no relation; fields without any description are no 字段描述. M6-02 is the same for the event's document.
 */
export const evidenceByDue: AssessmentRule = {
  name: 'evidence-by-due',
  judge(evidence, given) {
    const { contentAreas } = parameters.parse(given ?? {})
    const documents = newestDocuments(evidence)
    if (documents.length === 0) return { isComplete: false, lines: ['没有数据盘点文档'] }
    const lines = documents.flatMap((body) => {
      if (body.coverage.tables === 0) return []
      const told = AREAS.filter(([area]) => body.areas[area] > 0 || (area === 'relations' && body.coverage.tables === 1))
      return [
        ...(told.length < contentAreas ? [`${body.document} 缺少内容：${AREAS.filter((one) => !told.includes(one)).map(([, title]) => title).join('、')}`] : []),
        ...(body.areas.tablesTold < body.coverage.tables ? [`${body.document} 只写了 ${body.areas.tablesTold} 张表，应为 ${body.coverage.tables} 张`] : []),
        ...(body.matchesLive ? [] : [`${body.document} 与实际结构不一致`]),
      ]
    })
    return { isComplete: lines.length === 0, lines }
  },
}

export const responseTime: AssessmentRule = { name: 'response-time', judge: (evidence) => evidenceByDue.judge(evidence, {}) }

function newestDocuments(evidence: readonly JudgedEvidence[]) {
  const parsed = evidence.filter(({ kind }) => kind === 'inventory-document').toSorted((a, b) => a.happenedAt.getTime() - b.happenedAt.getTime() || (a.evidenceId < b.evidenceId ? -1 : 1)).flatMap(({ body }) => {
    const one = inventoryBody.safeParse(body)
    return one.success ? [one.data] : []
  })
  return [...new Map(parsed.map((body) => [body.component, body])).values()]
}

export const assessments: readonly AssessmentRule[] = [evidenceByDue, responseTime]
