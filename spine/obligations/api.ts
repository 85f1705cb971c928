import { z } from 'zod'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { dateField, dueText, instantField } from '#shared/instant.ts'
import { serviceTitle } from '#shared/services.ts'
import { sheetOf } from '#shared/sheet.ts'
import { owedState } from '#shared/state-marks.ts'
import { subsystemTitle } from '#shared/subsystems.ts'

const verdictCounts = z.record(z.string(), z.number())

export const occurrenceSummary = z.object({
  occurrenceId: z.string(),
  obligation: z.string(),
  title: z.string(),
  subsystem: z.string(),
  service: z.string(),
  clause: z.string(),
  periodKey: z.string(),
  opensOn: z.string(),
  dueAt: instantField,
  isProvisional: z.boolean(),
  tags: z.array(z.string()),
  verdict: z.string(),
  fulfilledAt: instantField.nullable(),
  workOrderId: z.string().nullable(),
  workOrderNumber: z.string().nullable(),
})

export const obligationSummary = z.object({ obligationId: z.string(), code: z.string(), subsystem: z.string(), service: z.string(), clause: z.string(), title: z.string(), duty: z.string(), actors: z.array(z.string()), cadence: z.string(), evidenceKinds: z.array(z.string()), moneyRules: z.array(z.string()), planned: z.number(), met: z.number(), missed: z.number(), isCurrent: z.boolean() })

export const matrixCell = z.object({
  subsystem: z.string(),
  service: z.string(),
  /** The worst state of the period so far, by the order of the console's legend. */
  state: z.string(),
  planned: z.number(),
  done: z.number(),
  /** Fallen due so far in the period. */
  dueSoFar: z.number(),
  counts: verdictCounts,
  nextDueAt: instantField.nullable(),
  nextTitle: z.string().nullable(),
  isProvisional: z.boolean(),
  lastEvidence: z.object({ evidenceId: z.string(), title: z.string(), happenedAt: instantField }).nullable(),
  /** Why a cell without planned work has none. */
  reason: z.string().nullable(),
})

export const matrix = z.object({
  contract: z.object({ contractId: z.string(), title: z.string(), isDemonstration: z.boolean(), termFrom: z.string(), termTo: z.string(), daysLeft: z.number(), percentElapsed: z.number(), total: z.string() }),
  from: z.string(),
  to: z.string(),
  subsystems: z.array(z.object({ subsystem: z.string(), code: z.string(), title: z.string(), url: z.string().nullable() })),
  services: z.array(z.object({ service: z.string(), code: z.string(), title: z.string(), hasService: z.boolean() })),
  cells: z.array(matrixCell),
  /** Obligations outside the 6 × 12 cells: those of the contract as a whole. */
  wholeContract: z.object({ planned: z.number(), done: z.number(), counts: verdictCounts }),
})

export const obligationsApi = defineApi({
  prefix: '/api/obligations',
  title: '合同义务',
  endpoints: {
    getMatrix: {
      method: 'GET',
      path: '/matrix',
      summary: '子系统与功能模块的履约矩阵',
      permission: 'obligation:read',
      audit: 'none',
      query: z.object({ from: dateField.optional(), to: dateField.optional() }),
      response: matrix,
    },
    listObligations: {
      method: 'GET',
      path: '',
      summary: '查询义务',
      permission: 'obligation:read',
      audit: 'none',
      query: listQuery.extend({ service: z.string().optional(), subsystem: z.string().optional(), code: z.string().optional() }),
      response: listOf(obligationSummary),
      sheet: sheetOf('合同义务', obligationSummary, {
        code: '编号', title: '义务', duty: '内容', subsystem: ['子系统', subsystemTitle], service: ['模块', serviceTitle], clause: '条款', cadence: '频次', planned: '应办', met: '完成', missed: '未履行', isCurrent: '现行',
      }),
    },
    listOccurrences: {
      method: 'GET',
      path: '/occurrences',
      summary: '查询应办事项',
      permission: 'obligation:read',
      audit: 'none',
      query: listQuery.extend({ service: z.string().optional(), subsystem: z.string().optional(), obligation: z.string().optional(), verdict: z.string().optional(), periodKey: z.string().optional(), dueFrom: dateField.optional(), dueTo: dateField.optional() }),
      response: listOf(occurrenceSummary),
      sheet: sheetOf('应办事项', occurrenceSummary, {
        title: '事项', obligation: '义务', verdict: ['判定', owedState.titles], subsystem: ['子系统', subsystemTitle], service: ['模块', serviceTitle], clause: '条款', periodKey: '周期', opensOn: '开始', dueAt: ['截止', dueText], isProvisional: '暂定', fulfilledAt: '完成', workOrderNumber: '工单',
      }),
    },
    getOccurrence: {
      method: 'GET',
      path: '/occurrences/:occurrenceId',
      summary: '查看应办事项与判定依据',
      permission: 'obligation:read',
      audit: 'none',
      params: z.object({ occurrenceId: z.uuid() }),
      response: occurrenceSummary.extend({
        duty: z.string(),
        judgement: z.string(),
        evidenceKinds: z.array(z.string()),
        moneyRules: z.array(z.string()),
        reason: z.string().nullable(),
        lines: z.array(z.string()),
        events: z.array(z.object({ at: instantField, kind: z.string(), cause: z.string(), before: z.unknown(), after: z.unknown() })),
        workOrders: z.array(z.object({ workOrderId: z.string(), number: z.string(), state: z.string() })),
        evidence: z.array(z.object({ evidenceId: z.string(), kind: z.string(), title: z.string(), happenedAt: instantField, origin: z.string() })),
        notices: z.array(z.object({ noticeId: z.string(), number: z.string(), sentAt: instantField })),
      }),
    },
    getCalendar: {
      method: 'GET',
      path: '/calendar',
      summary: '义务日历：每天到期的应办事项数与判定',
      permission: 'obligation:read',
      audit: 'none',
      query: z.object({ from: dateField, to: dateField, service: z.string().optional(), subsystem: z.string().optional() }),
      response: z.object({
        days: z.array(z.object({ date: z.string(), kind: z.string(), name: z.string().nullable(), isProvisional: z.boolean(), planned: z.number(), counts: verdictCounts })),
        calendarVersion: z.string(),
      }),
    },
    listCalendarYears: {
      method: 'GET',
      path: '/calendar-years',
      summary: '工作日历各年份与来源',
      permission: 'obligation:read',
      audit: 'none',
      response: z.object({ years: z.array(z.object({ year: z.number(), version: z.number(), source: z.string(), offDays: z.number(), workDays: z.number(), origin: z.enum(['shipped', 'imported']) })) }),
    },
    importCalendarYear: {
      method: 'POST',
      path: '/calendar-years',
      summary: '导入一年的正式工作日历并重排',
      permission: 'calendar:import',
      audit: 'calendar.imported',
      body: z.object({ document: z.unknown() }),
      response: z.object({ year: z.number(), version: z.number(), replanned: z.object({ planned: z.number(), moved: z.number(), withdrawn: z.number(), restored: z.number() }) }),
    },
  },
})
