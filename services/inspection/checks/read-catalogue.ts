import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { catalogue } from './catalogue.ts'
import { describeJudge } from './describe-judge.ts'

export async function readCatalogue(ctx: SpineCtx) {
  requirePermission(ctx, 'inspection:read')
  return {
    version: catalogue.version,
    sm3: catalogue.sm3,
    checks: catalogue.checks.map((check) => ({
      code: check.code, title: check.title, section: check.section, connector: check.connector, appliesTo: [...check.appliesTo], subsystems: check.subsystems ?? null, question: check.question ?? null, unit: check.unit,
      threshold: describeJudge(check.judge, check.unit), severity: check.severity, frequency: check.frequency, source: check.source, advice: check.advice, isManual: check.isManual, unavailable: check.unavailable ?? null,
    })),
  }
}
