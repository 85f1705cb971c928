import { Readable } from 'node:stream'
import { gzipSync, gunzipSync } from 'node:zlib'
import { act } from '#platform/context/runtime.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { dataImage, type DataImage } from '#shared/maintenance/data-change.ts'
import type { SpineCtx, SpineRuntime } from '#spine/spine.ts'
import { maintenanceTables } from '../database/maintenance-tables.ts'

export const system = { kind: 'system', name: '数据维护' } as const
const contextOf = (dataExecutionId: string) => `data-image/${dataExecutionId}`

/** Sealed (SM4) and on disk, with its place in the book, before the target commits: whatever dies afterwards, the rows can be had back. */
export function keepImage(runtime: SpineRuntime, dataExecutionId: string, part: number): (image: DataImage) => Promise<string> {
  return async (image) => {
    const text = JSON.stringify(image)
    const imageSm3 = sm3(text)
    const { files, secretBox } = runtime.attached
    const stored = await files.put(Readable.from([Buffer.from(secretBox.seal(gzipSync(text), contextOf(dataExecutionId)))]), { maxBytes: 1024 * 1024 * 1024 })
    const rows = image.steps.reduce((sum, { before, after }) => sum + Math.max(before.length, after.length), 0)
    await act(runtime, system, (ctx) =>
      maintenanceTables(ctx).insertInto('dataMaintenance.dataImage').values({ dataExecutionId, imageSm3, part, fileSm3: stored.sm3, imageRows: rows, keptAt: ctx.now }).onConflict((conflict) => conflict.columns(['dataExecutionId', 'imageSm3']).doUpdateSet({ fileSm3: stored.sm3, part })).execute(),
    )
    return imageSm3
  }
}

/** The images that the target has confirmed, oldest first. Altered ones do not open. */
export async function* readImages(ctx: Pick<SpineCtx, 'files' | 'secretBox'>, dataExecutionId: string, kept: ReadonlyArray<{ fileSm3: string; imageSm3: string }>): AsyncGenerator<DataImage> {
  for (const { fileSm3, imageSm3 } of kept) {
    const chunks: Buffer[] = []
    for await (const chunk of await ctx.files.read(fileSm3)) chunks.push(chunk as Buffer)
    const text = gunzipSync(ctx.secretBox.open(Buffer.concat(chunks).toString(), contextOf(dataExecutionId))).toString()
    if (sm3(text) !== imageSm3) throw new Error(`image ${imageSm3} has been altered`)
    yield dataImage.parse(JSON.parse(text))
  }
}

export function committedImages(ctx: SpineCtx, dataExecutionId: string) {
  return maintenanceTables(ctx).selectFrom('dataMaintenance.dataImage').select(['fileSm3', 'imageSm3', 'part', 'imageRows']).where('dataExecutionId', '=', dataExecutionId).where('isCommitted', '=', true).orderBy('part').execute()
}
