// Generated from the migrations by scripts/generate-tables.ts; do not edit.
import type { ColumnType, GeneratedAlways } from 'kysely'

/** 最近目录版本的表与字段，供检索；随版本重建 */
export type CatalogueEntryTable = {
  /** 标识 */
  catalogueEntryId: GeneratedAlways<number>
  /** 数据库部件标识 */
  componentId: string
  /** 子系统 */
  subsystem: string
  /** 模式名 */
  schemaName: string
  /** 表名 */
  tableName: string
  /** 字段名，空为表本身 */
  columnName: string | null
  /** 序号 */
  position: number
  /** 类型 */
  dataType: string | null
  /** 是否可空 */
  isNullable: boolean | null
  /** 是否主键字段；表为是否有主键 */
  isKey: boolean
  /** 外键引用 */
  refersTo: string | null
  /** 数据库中的说明 */
  comment: string | null
  /** 估计行数 */
  rowCount: number | null
  /** 占用字节 */
  bytes: number | null
  /** 字段数 */
  columns: number | null
  /** 有说明的字段数 */
  columnsDescribed: number | null
}

/** 数据库目录的版本：只在结构与上一版本不同时产生 */
export type CatalogueVersionTable = {
  /** 目录版本标识 */
  catalogueVersionId: string
  /** 数据库部件标识 */
  componentId: string
  /** 子系统 */
  subsystem: string
  /** 版本号，逐一递增 */
  number: number
  /** 目录摘要（SM3） */
  catalogueHash: string
  /** 目录全文（JSON，zstd 压缩）；由它可重算目录摘要 */
  catalogue: Buffer
  /** 概要：表、字段、说明、主键、外键、索引的数量 */
  coverage: ColumnType<unknown, string, string>
  /** 与上一版本的差异数 */
  changeCount: number
  /** 与上一版本的差异：种类、对象、文字、语句 */
  changes: ColumnType<unknown, string, string>
  /** 读取时间 */
  takenAt: ColumnType<Date, Date | string, Date | string>
  /** 目录的规范形式，一行一个对象（zstd 压缩），供比较；早先的版本为空，由目录全文得出 */
  canonicalLines: Buffer | null
}

/** 字段的分类分级（GB/T 43697），由人确认或否定 */
export type ColumnClassTable = {
  /** 字段分类标识 */
  columnClassId: string
  /** 数据库部件标识 */
  componentId: string
  /** 模式名 */
  schemaName: string
  /** 表名 */
  tableName: string
  /** 字段名 */
  columnName: string
  /** 分类 */
  class: string
  /** 分级 */
  level: string
  /** 把握，0 到 1 */
  confidence: number
  /** 依据 */
  reason: string
  /** 状态：待确认、已确认、已否定 */
  state: ColumnType<string, string | undefined, string>
  /** 确认时间 */
  decidedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 确认人 */
  decidedBy: string | null
  /** 确认人姓名 */
  decidedByName: string | null
  /** 最近目录中是否仍有 */
  isPresent: ColumnType<boolean, boolean | undefined, boolean>
}

/** 拟定的说明：已进入盘点文档，交由数据维护写入数据库；经单写入的由盘点读回后留作记录，其余读回即撤下 */
export type DescriptionTable = {
  /** 数据库部件标识 */
  componentId: string
  /** 模式名 */
  schemaName: string
  /** 表名 */
  tableName: string
  /** 字段名，空为表本身 */
  columnName: ColumnType<string, string | undefined, string>
  /** 说明 */
  text: string
  /** 拟定时间 */
  writtenAt: ColumnType<Date, Date | string, Date | string>
  /** 拟定人 */
  writtenBy: string
  /** 拟定人姓名 */
  writtenByName: string
  /** 写入它的说明写入单，空为尚未交出 */
  requestId: string | null
  /** 盘点从数据库读回的时间，空为尚未写入 */
  inDatabaseAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

/** 结构差异的批准依据：由人指明所属的变更或数据维护单 */
export type DriftCoverTable = {
  /** 数据库部件标识 */
  componentId: string
  /** 差异的标识（种类、对象与变化后内容的摘要） */
  changeKey: string
  /** 对象 */
  object: string
  /** 差异的文字 */
  words: string
  /** 单号 */
  orderNumber: string
  /** 说明 */
  reason: string
  /** 指明时间 */
  coveredAt: ColumnType<Date, Date | string, Date | string>
  /** 指明人 */
  coveredBy: string
  /** 指明人姓名 */
  coveredByName: string
  /** 证据标识 */
  evidenceId: string
}

/** 推断的数据关系，由人确认或否定 */
export type InferredRelationTable = {
  /** 推断关系标识 */
  inferredRelationId: string
  /** 数据库部件标识 */
  componentId: string
  /** 模式名 */
  schemaName: string
  /** 表名 */
  tableName: string
  /** 字段名 */
  columnName: string
  /** 被引用的模式 */
  toSchema: string
  /** 被引用的表 */
  toTable: string
  /** 被引用的字段 */
  toColumn: string
  /** 把握，0 到 1 */
  confidence: number
  /** 理由 */
  reasons: ColumnType<string[], readonly string[], readonly string[]>
  /** 抽样的不同值数 */
  sampled: number | null
  /** 其中在被引用字段中存在的 */
  contained: number | null
  /** 抽样时间 */
  sampledAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 状态：待确认、已确认、已否定 */
  state: ColumnType<string, string | undefined, string>
  /** 说明 */
  note: ColumnType<string, string | undefined, string>
  /** 确认时间 */
  decidedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 确认人 */
  decidedBy: string | null
  /** 确认人姓名 */
  decidedByName: string | null
  /** 最近目录中是否仍有 */
  isPresent: ColumnType<boolean, boolean | undefined, boolean>
}

/** 盘点台账：每个数据库一行 */
export type InventoryTable = {
  /** 数据库部件标识 */
  componentId: string
  /** 子系统 */
  subsystem: string
  /** 最近一次读到的目录版本 */
  latestVersionId: string | null
  /** 最近一个全部差异都有批准依据的目录版本，漂移以它为准 */
  approvedVersionId: string | null
  /** 没有批准依据的差异数 */
  openDrift: ColumnType<number, number | undefined, number>
  /** 最近一次读成的时间 */
  scannedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 最近一次读取失败的原因，读成后为空 */
  failure: string | null
  /** 失败时间 */
  failedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

/** 数据盘点文档的版本；确认之前为待确认，结构再变即过期 */
export type InventoryDocumentTable = {
  /** 盘点文档标识 */
  inventoryDocumentId: string
  /** 数据库部件标识 */
  componentId: string
  /** 子系统 */
  subsystem: string
  /** 所述的目录版本 */
  catalogueVersionId: string
  /** 文档编号 */
  number: string
  /** 文档版本 */
  version: number
  /** 文档所述结构的目录摘要 */
  catalogueHash: string
  /** 文档内容 */
  model: ColumnType<unknown, string, string>
  /** 内容摘要（SM3） */
  modelSm3: string
  /** 编制时间 */
  madeAt: ColumnType<Date, Date | string, Date | string>
  /** 证据标识 */
  evidenceId: string
  /** 确认时间 */
  acceptedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 确认人 */
  acceptedBy: string | null
  /** 确认人姓名 */
  acceptedByName: string | null
}

/** 每日快照：当日的结构是哪个目录版本，以及行数与大小 */
export type SnapshotTable = {
  /** 数据库部件标识 */
  componentId: string
  /** 日期 */
  takenOn: string
  /** 目录版本标识 */
  catalogueVersionId: string
  /** 估计行数 */
  rowsEstimated: number
  /** 占用字节 */
  bytes: number
  /** 读取时间 */
  takenAt: ColumnType<Date, Date | string, Date | string>
}

export type DataInventoryTables = {
  'dataInventory.catalogueEntry': CatalogueEntryTable
  'dataInventory.catalogueVersion': CatalogueVersionTable
  'dataInventory.columnClass': ColumnClassTable
  'dataInventory.description': DescriptionTable
  'dataInventory.driftCover': DriftCoverTable
  'dataInventory.inferredRelation': InferredRelationTable
  'dataInventory.inventory': InventoryTable
  'dataInventory.inventoryDocument': InventoryDocumentTable
  'dataInventory.snapshot': SnapshotTable
}
