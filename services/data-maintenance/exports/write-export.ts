import { createHash, randomBytes } from 'node:crypto'
import type { Readable } from 'node:stream'
import { inSealingThread } from '#platform/archives/sealing-thread.ts'
import { openSealedStream } from '#platform/crypto/sealed-stream.ts'
import { renderCsv } from '#platform/documents/render-csv.ts'
import { renderXlsx } from '#platform/documents/render-xlsx.ts'
import { countRows } from './count-rows.ts'
import type { ExportStore } from './export-store.ts'
import { exportCells, exportColumns, passRows, type DeliveredColumn, type RowTally, type TallyOptions } from './export-rows.ts'
import type { Result } from './stream-rows.ts'

export type WrittenExport = { readonly bytes: number; readonly fileSm3: string; readonly fileSha256: string; readonly storedSm3: string; readonly tally: RowTally }
export type FileDescription = { readonly title: string; readonly at: Date; /** Sheets before the rows: the watermark first. */ readonly leading: ReadonlyArray<{ readonly title: string; readonly lines: ReadonlyArray<readonly string[]> }>; readonly footer: string }

export const newFileKey = (): Buffer => randomBytes(32)

/** Rows to a file, sealed on its way to the disk; digests are of the file that the receiver gets. */
export async function writeExport(store: ExportStore, dataExportId: string, key: Buffer, format: 'xlsx' | 'csv', description: FileDescription, result: Result, columns: readonly DeliveredColumn[], options: TallyOptions): Promise<WrittenExport> {
  const { tally, batches } = passRows(result, columns, options)
  const cells = exportCells(format, columns, batches)
  const file: Readable = format === 'csv' ? renderCsv(exportColumns(columns), cells) : renderXlsx({ title: description.title, columns: exportColumns(columns), at: description.at, leading: description.leading, footer: description.footer }, cells)
  const [sm3, sha256] = [createHash('sm3'), createHash('sha256')]
  let [bytes, storedSm3] = [0, '']
  const measured = (async function* measure() {
    for await (const chunk of file as AsyncIterable<Buffer>) {
      bytes += chunk.length
      sm3.update(chunk)
      sha256.update(chunk)
      yield chunk
    }
  })()
  try {
    await store.write(dataExportId, inSealingThread({ kind: 'seal', key, header: JSON.stringify({ export: dataExportId }) }, measured, { onDigest: (whole) => (storedSm3 = whole) }))
  } finally {
    await batches.return(undefined)
  }
  return { bytes, fileSm3: sm3.digest('hex'), fileSha256: sha256.digest('hex'), storedSm3, tally }
}

/** The delivered file, from its sealed form. Altered anywhere, it ends with an error at that place. */
export async function* openExport(store: ExportStore, dataExportId: string, key: Buffer): AsyncGenerator<Buffer> {
  const { begun, rest } = await openSealedStream(store.read(dataExportId))
  yield* inSealingThread({ kind: 'open', key, begun }, rest())
}

/** Read back from the disk: what lies there now, and how many rows are in it. */
export async function readBackExport(store: ExportStore, dataExportId: string, key: Buffer, format: 'xlsx' | 'csv', leadingSheets: number): Promise<{ readonly rows: number; readonly fileSm3: string; readonly fileSha256: string }> {
  const [sm3, sha256] = [createHash('sm3'), createHash('sha256')]
  const rows = await countRows(format, leadingSheets, (async function* read() {
    for await (const chunk of openExport(store, dataExportId, key)) {
      sm3.update(chunk)
      sha256.update(chunk)
      yield chunk
    }
  })())
  return { rows, fileSm3: sm3.digest('hex'), fileSha256: sha256.digest('hex') }
}
