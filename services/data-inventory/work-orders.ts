import { z } from 'zod'
import { READ_STRUCTURE_KIND, readStructureOrder, readStructureResult } from '#shared/maintenance/comment-order.ts'
import type { WorkOrderKind } from '#spine/service.ts'
import { documentResult, performDocument } from './documents/perform-document.ts'
import { performReading } from './snapshots/perform-reading.ts'

export const workOrders: readonly WorkOrderKind[] = [
  { kind: 'data-inventory.make-document', title: '编制数据盘点文档', obligations: ['M6-01'], input: z.object({}).loose(), result: documentResult, perform: performDocument },
  { kind: 'data-inventory.update-document', title: '更新数据盘点文档', obligations: ['M6-02'], input: z.object({}).loose(), result: documentResult, perform: performDocument },
  { kind: READ_STRUCTURE_KIND, title: '读取结构', obligations: [], input: readStructureOrder, result: readStructureResult, perform: performReading },
]
