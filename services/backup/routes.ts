import { requestErrors } from '#platform/errors/request-errors.ts'
import { implementApi, type ApiImplementation } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { backupApi } from './api.ts'
import { holdArchive, releaseArchive } from './archives/hold-archive.ts'
import { listArchives, readArchiveDetail } from './archives/read-archives.ts'
import { makeEscrow } from './escrow/escrow-key.ts'
import { loadPolicy } from './policies/read-policy.ts'
import { orderRestore } from './restores/restore-to.ts'
import { listRuns, readOverview } from './runs/read-runs.ts'
import { readOrder, startCheck, startRun } from './runs/start-run.ts'
import { addTarget, retireTarget } from './storage/remote-targets.ts'

const backupRoutes = implementApi<typeof backupApi.endpoints, SpineCtx>(backupApi, {
  getOverview: (ctx) => readOverview(ctx),
  listArchives: (ctx, { query }) => listArchives(ctx, query),
  getArchive: (ctx, { params }) => readArchiveDetail(ctx, params.archiveId),
  listRuns: (ctx, { query }) => listRuns(ctx, query),
  startRun: (ctx, { body }) => startRun(ctx, body),
  startCheck: (ctx, { body }) => startCheck(ctx, body),
  getOrder: (ctx, { params }) => readOrder(ctx, params.workOrderId),
  orderRestore: (ctx, { body }) => orderRestore(ctx, body),
  holdArchive: (ctx, { params, body }) => holdArchive(ctx, params.archiveId, body.reason),
  releaseArchive: (ctx, { params }) => releaseArchive(ctx, params.archiveId),
  makeEscrow: (ctx) => makeEscrow(ctx),
  loadPolicy: (ctx, { body }, { files }) => {
    const [file] = files
    if (!file || files.length !== 1) throw requestErrors.invalid({ problems: [{ place: 'file', message: '请选择一份统一备份要求的文件' }] })
    return loadPolicy(ctx, { ...body, file })
  },
  addTarget: async (ctx, { body }) => addTarget(ctx, body),
  retireTarget: (ctx, { params }) => retireTarget(ctx, params.remoteTargetId),
})

export const routes: ReadonlyArray<ApiImplementation<SpineCtx>> = [backupRoutes]
