/** The shipped contract with planted faults: files on disk, some of them edited in memory. */
import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import { checkContract, type ContractCheck } from './check-contract.ts'
import { diskFiles, readContractSource } from './contract-source.ts'

export const BEIJING = fileURLToPath(new URL('../../../contracts/beijing-credit-platform-2024', import.meta.url))
export const EXAMPLE = fileURLToPath(new URL('../../../contracts/example-two-subsystems', import.meta.url))

/** File name → what to replace by what. A fault that finds nothing to replace fails the test. */
export type Faults = Readonly<Record<string, ReadonlyArray<readonly [find: string | RegExp, put: string]>>>

export function checkWith(faults: Faults, folder = BEIJING): ContractCheck {
  return checkEdited((file, text) => {
    let result = text
    for (const [find, put] of faults[file] ?? []) {
      const edited = result.replace(find, put)
      assert.notEqual(edited, result, `fault ${String(find)} not planted`)
      result = edited
    }
    return result
  }, folder)
}

/** The check after `edit` has changed the text of each file. */
export function checkEdited(edit: (file: string, text: string) => string, folder = BEIJING): ContractCheck {
  const source = readContractSource(folder, { isFolder: diskFiles.isFolder, read: (path) => edit(path.slice(folder.length + 1), diskFiles.read(path)) })
  return checkContract(source)
}
