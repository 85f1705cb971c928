import { z } from 'zod'
import { defineErrors } from '#platform/errors/app-error.ts'
import type { Member } from '#shared/closed-set.ts'
import { type runKind, runState, type signatureRole } from '../api.ts'
import type { CheckVerdict, Section } from '../checks/check.ts'

export type RunKind = Member<typeof runKind>


export type SignatureRole = Member<typeof signatureRole>

/** Which sections each kind covers (合同 M3-02, M3-04, M3-05). */
export const sectionsOf: Readonly<Record<RunKind, readonly Section[]>> = Object.freeze({
  weekly: ['system', 'middleware', 'database', 'backup'],
  daily: ['system'],
  sections: ['middleware', 'database', 'backup'],
  'on-demand': ['system', 'middleware', 'database', 'backup'],
  're-check': ['system', 'middleware', 'database', 'backup'],
})

/** What a work order of this service asks for; scheduled kinds ask for nothing more than their subsystem. */
export const runRequest = z.strictObject({
  componentId: z.uuid().optional(),
  checkCode: z.string().optional(),
  /** Run whose unsettled rows are checked again. */
  recheckOf: z.uuid().optional(),
  requestedBy: z.uuid().optional(),
  requestedByName: z.string().optional(),
})
export type RunRequest = z.output<typeof runRequest>

export const verdictCounts = z.strictObject({ normal: z.int(), attention: z.int(), abnormal: z.int(), unchecked: z.int() })
export type VerdictCounts = Readonly<Record<CheckVerdict, number>>

const hazard = z.object({ findingId: z.string(), number: z.string(), key: z.string(), severity: z.string(), title: z.string() })
export const hazardOutcome = z.object({ fresh: z.array(hazard).readonly(), persisting: z.array(hazard).readonly(), fixed: z.array(hazard).readonly() })

export const runSummary = z.object({ counts: verdictCounts, hazards: hazardOutcome })
export type RunSummary = z.output<typeof runSummary>

/** Typed result of the work orders of this service. */
export const runResult = z.strictObject({ run: z.string(), runId: z.string(), state: runState.schema, counts: verdictCounts, fresh: z.int(), persisting: z.int(), fixed: z.int() })

export const runErrors = defineErrors('inspection', {
  'not-found': [404, '没有这次巡检'],
  'result-not-found': [404, '没有这项检查结果'],
  'unknown-component': [400, '没有这个部件'],
  'unknown-check': [400, '检查目录中没有这一项'],
  'nothing-to-check': [409, '所选范围内没有可以检查的项'],
  'not-running': [409, '这次巡检已经结束'],
  'not-done': [409, '巡检尚未完成'],
  'scheduled-run': [409, '按计划进行的巡检不能取消'],
  'already-signed': [409, '这一身份已经签认'],
  'same-person': [409, '巡检人与复核人不能是同一个人'],
  'sign-in-order': [409, '须先由巡检人签认，再由复核人签认'],
  'not-manual': [409, '自动采集的项不能人工填写，只能另加意见'],
  'already-answered': [409, '该人工项已经填写，不能改写，只能另加意见'],
  'too-late': [409, '该项所属应办事项已过期限，不能再补填'],
})
