import { implementApi } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/context.ts'
import { rostersApi } from './api.ts'
import { cancelLeave, registerLeave } from './changes/register-leave.ts'
import { signInShift } from './changes/sign-in-shift.ts'
import { answerSwap, decideSwap, requestSwap, withdrawSwap } from './changes/swap-shift.ts'
import { takeOverShift } from './changes/take-over-shift.ts'
import { discardRoster, draftRoster, previewRoster } from './draft-roster.ts'
import { addShift, cancelShift, changeShift } from './edit-shifts.ts'
import { importShifts } from './import-shifts.ts'
import { publishRoster } from './publish-roster.ts'
import { listLeaves, listRosters, listShifts, listSwaps, readDutyMonth, readMyDuty, readRoster } from './read-rosters.ts'

export const rosterRoutes = implementApi<typeof rostersApi.endpoints, SpineCtx>(rostersApi, {
  listRosters: (ctx, { query }) => listRosters(ctx, query),
  getDutyMonth: (ctx, { query }) => readDutyMonth(ctx, query),
  getMyDuty: (ctx) => readMyDuty(ctx),
  previewRoster: (ctx, { body }) => previewRoster(ctx, body),
  draftRoster: async (ctx, { body }, facts) => {
    facts.tellAudit({ object: { kind: 'roster', id: body.rosterId }, details: { kind: body.kind, from: body.fromOn, to: body.toOn } })
    return { rosterId: await draftRoster(ctx, body) }
  },
  listSwaps: (ctx, { query }) => listSwaps(ctx, query),
  requestSwap: async (ctx, { body }, facts) => {
    facts.tellAudit({ object: { kind: 'swap', id: body.swapId }, details: { shiftId: body.shiftId } })
    return { swapId: await requestSwap(ctx, body) }
  },
  answerSwap: (ctx, { params, body }) => answerSwap(ctx, params.swapId, body),
  decideSwap: (ctx, { params, body }, facts) => {
    facts.tellAudit({ details: { approves: body.approves } })
    return decideSwap(ctx, params.swapId, body)
  },
  withdrawSwap: (ctx, { params, body }) => withdrawSwap(ctx, params.swapId, body.version),
  listLeaves: (ctx, { query }) => listLeaves(ctx, query),
  registerLeave: async (ctx, { body }, facts) => {
    facts.tellAudit({ object: { kind: 'leave', id: body.leaveId } })
    return { leaveId: await registerLeave(ctx, body) }
  },
  cancelLeave: (ctx, { params }) => cancelLeave(ctx, params.leaveId),
  listShifts: (ctx, input) => listShifts(ctx, input),
  importShifts: (ctx, { params, body }) => importShifts(ctx, params.rosterId, { sheet: Buffer.from(body.sheet, 'base64'), version: body.version }),
  getRoster: (ctx, { params }) => readRoster(ctx, params.rosterId),
  publishRoster: (ctx, { params, body }) => publishRoster(ctx, params.rosterId, body.version),
  discardRoster: (ctx, { params, body }) => discardRoster(ctx, params.rosterId, body.version),
  addShift: async (ctx, { params, body }) => ({ shiftId: await addShift(ctx, params.rosterId, body) }),
  changeShift: (ctx, { params, body }, facts) => {
    facts.tellAudit({ details: { reason: body.reason } })
    return changeShift(ctx, params.shiftId, body)
  },
  cancelShift: (ctx, { params, body }, facts) => {
    facts.tellAudit({ details: { reason: body.reason } })
    return cancelShift(ctx, params.shiftId, body)
  },
  takeOverShift: (ctx, { params, body }, facts) => {
    facts.tellAudit({ details: { reason: body.reason, newShiftId: body.newShiftId } })
    return takeOverShift(ctx, params.shiftId, body)
  },
  signInShift: (ctx, { params, body }, facts) => {
    facts.tellAudit({ details: { place: body.place } })
    return signInShift(ctx, params.shiftId, body)
  },
})
