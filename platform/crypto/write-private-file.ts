import { randomUUID } from 'node:crypto'
import { link, mkdir, open, rm } from 'node:fs/promises'
import path from 'node:path'

/**
 * Writes a new file of mode 0600 that is on disk, whole, before it has its name; returns false when the name is taken.
 * Two processes that start at once can so never see half a key, nor overwrite each other's.
 */
export async function writePrivateFile(file: string, content: string): Promise<boolean> {
  const folder = path.dirname(file)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const temporary = path.join(folder, `.${path.basename(file)}-${randomUUID()}`)
  try {
    const handle = await open(temporary, 'wx', 0o600)
    try {
      await handle.writeFile(content)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await link(temporary, file)
    await makeDurable(folder)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    await rm(temporary, { force: true })
  }
}

/** Content of a file, or the names in a folder: a new name is durable only when its folder is. */
export async function makeDurable(place: string): Promise<void> {
  const handle = await open(place, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
