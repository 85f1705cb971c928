import { z } from 'zod'
import type { EvidenceKind } from '#spine/service.ts'

/** What the judgement of a document looks at: the five content areas of the contract and the hash of what was read in the same act. */
export const inventoryBody = z.object({
  document: z.string(),
  version: z.int(),
  component: z.string(),
  catalogueHash: z.string(),
  catalogueVersion: z.int(),
  takenAt: z.string(),
  modelSm3: z.string(),
  areas: z.object({ structure: z.int(), descriptions: z.int(), relations: z.int(), keys: z.int(), indexes: z.int(), tablesTold: z.int() }),
  coverage: z.object({ tables: z.int(), columns: z.int(), columnsDescribed: z.int() }).loose(),
  matchesLive: z.boolean(),
})
export type InventoryBody = z.output<typeof inventoryBody>

export const evidence: readonly EvidenceKind[] = [
  { kind: 'inventory-document', title: '数据盘点文档', body: inventoryBody.loose() },
  { kind: 'structure-difference', title: '结构差异', body: z.object({ component: z.string(), open: z.int(), covered: z.int(), changes: z.array(z.object({ kind: z.string(), object: z.string(), words: z.string() })) }).loose() },
  { kind: 'data-inventory.drift-cover', title: '结构差异的批准依据', body: z.object({ component: z.string(), order: z.string(), reason: z.string() }).loose() },
  { kind: 'data-inventory.structure-read', title: '读取结构', body: z.object({ component: z.string(), catalogueVersion: z.int(), catalogueHash: z.string(), openDrift: z.int() }) },
  { kind: 'data-inventory.document-accepted', title: '盘点文档确认', body: z.object({ document: z.string(), version: z.int(), modelSm3: z.string(), acceptedBy: z.string() }).loose() },
]
