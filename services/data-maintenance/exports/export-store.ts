import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { SpineAttached } from '#spine/spine.ts'

const SEALED = '.sealed'

/**
 * Sealed files of exports by their id, apart from the files of evidence and outside what is backed up: a destroyed one is nowhere.
 * Nothing reaches the disk unsealed. Half-written ones are called `.part` and are taken away with the next run.
 */
export type ExportStore = {
  write(dataExportId: string, content: AsyncIterable<Buffer>): Promise<{ bytes: number }>
  read(dataExportId: string): Readable
  /** Takes away the file and whatever was half written of it. */
  remove(dataExportId: string): Promise<void>
  has(dataExportId: string): Promise<boolean>
  /** Ids of which anything lies here. */
  list(): Promise<string[]>
}

export function exportStore({ installation }: Pick<SpineAttached, 'installation'>): ExportStore {
  const folder = path.join(installation.home, 'exports')
  const pathOf = (dataExportId: string) => path.join(folder, `${idOf(dataExportId)}${SEALED}`)
  const names = async () => readdir(folder).catch(() => [] as string[])
  const ownNames = async (dataExportId: string) => (await names()).filter((name) => name.startsWith(`${idOf(dataExportId)}.`))
  return {
    async write(dataExportId, content) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const part = path.join(folder, `${idOf(dataExportId)}.part`)
      try {
        await pipeline(Readable.from(content, { objectMode: false }), createWriteStream(part, { mode: 0o600, flush: true }))
        const { size } = await stat(part)
        await rename(part, pathOf(dataExportId))
        await makeDurable(folder)
        return { bytes: size }
      } catch (error) {
        await rm(part, { force: true })
        throw error
      }
    },
    read: (dataExportId) => createReadStream(pathOf(dataExportId)),
    async remove(dataExportId) {
      for (const name of await ownNames(dataExportId)) await rm(path.join(folder, name), { force: true })
      if ((await ownNames(dataExportId)).length > 0) throw new Error(`export ${dataExportId} could not be taken away`)
      await makeDurable(folder)
    },
    has: async (dataExportId) => (await ownNames(dataExportId)).length > 0,
    list: async () => [...new Set((await names()).map((name) => name.split('.')[0] ?? ''))],
  }
}

/** A name that is gone must stay gone after a power cut. */
async function makeDurable(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().finally(() => handle.close())
}

function idOf(dataExportId: string): string {
  if (!/^[0-9a-f-]{36}$/.test(dataExportId)) throw new Error('not an id')
  return dataExportId
}
