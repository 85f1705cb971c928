import { z } from 'zod'
import { defineErrors } from '#platform/errors/app-error.ts'

export const adjustmentErrors = defineErrors('adjustment', {
  'not-found': [404, '没有这项调整'],
  'not-undoable': [409, '这项调整不能撤销'],
  'not-submitted': [409, '草稿提交后才能试运行'],
  'nothing-refused': [409, '没有未执行的行需要重新执行'],
})

/** What an execution order is told, and what it answers. */
export const executionInput = z.strictObject({ requestId: z.uuid(), componentId: z.uuid() })
export const executionResult = z.strictObject({ componentId: z.string(), applied: z.int(), refused: z.int() })
export const endingInput = z.strictObject({ timedGrantId: z.uuid() })
