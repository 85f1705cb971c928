import { checkContract } from './checks/check-contract.ts'
import type { ContractDocument } from './contract-document.ts'
import { ContractError } from './checks/contract-problem.ts'
import { diskFiles, readContractSource, type ContractFiles } from './checks/contract-source.ts'

/** The sound contract of a folder or entry file. Throws a ContractError with every problem otherwise. */
export function loadContract(path: string, files: ContractFiles = diskFiles): ContractDocument {
  const { document, problems } = checkContract(readContractSource(path, files))
  if (document === undefined) throw new ContractError(problems)
  return document
}
