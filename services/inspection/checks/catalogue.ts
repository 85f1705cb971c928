import path from 'node:path'
import { loadCatalogue } from './load-catalogue.ts'

/** The catalogue that this program ships; a wrong one stops the boot. */
export const catalogue = loadCatalogue(path.join(import.meta.dirname, 'catalogue'))

const byCode = new Map(catalogue.checks.map((check) => [check.code, check]))

export function findCheck(code: string) {
  return byCode.get(code)
}
