// Generated from the migrations by scripts/generate-tables.ts; do not edit.
import type { ColumnType } from 'kysely'

/** 需求单的执行：一张单只执行成功一次，一次执行只撤销一次 */
export type DataExecutionTable = {
  /** 执行标识，也是目标流水表里的标识 */
  dataExecutionId: string
  /** 需求单 */
  requestId: string
  /** 需求单版次 */
  formVersion: number
  /** 执行工单 */
  workOrderId: string
  /** 目标数据库（部件） */
  componentId: string
  /** 子系统 */
  subsystem: string
  /** 所撤销的执行 */
  undoesId: string | null
  /** 状态：待执行、执行中、已执行、未执行 */
  state: string
  /** 未执行的原因 */
  reason: ColumnType<string, string | undefined, string>
  /** 所执行内容的 SM3 */
  scriptSm3: string
  /** 批准的行数 */
  approvedRows: number
  /** 实际影响的行数 */
  affectedRows: number | null
  /** 提交之后读回比对的结果 */
  readBack: ColumnType<unknown, string | null | undefined, string | null>
  /** 执行人 */
  orderedBy: string | null
  /** 执行人姓名 */
  orderedByName: string
  /** 下达时间 */
  madeAt: ColumnType<Date, Date | string, Date | string>
  /** 办结时间 */
  settledAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 目标上用时（毫秒） */
  tookMs: number | null
}

/** 数据导出：从生成到销毁 */
export type DataExportTable = {
  /** 导出标识 */
  dataExportId: string
  /** 编号，需求单号，或查询编号与期间 */
  number: string
  /** 内容 */
  title: string
  /** 需求单，定期导出为空 */
  requestId: string | null
  /** 需求单版次 */
  formVersion: number | null
  /** 生成工单 */
  workOrderId: string
  /** 所用的保存的查询 */
  exportQueryId: string | null
  /** 查询版次 */
  queryVersion: number | null
  /** 定期导出的数据期间 */
  periodKey: string | null
  /** 目标数据库（部件） */
  componentId: string
  /** 子系统 */
  subsystem: string
  /** 类别：临时导出、统计分析、定期导出 */
  purpose: string
  /** 文件格式 */
  format: string
  /** 状态：待生成、生成中、待确认、已生成、已签收、已到期、已销毁、未生成 */
  state: string
  /** 未生成或待确认的原因 */
  reason: ColumnType<string, string | undefined, string>
  /** 所执行查询与参数的 SM3 */
  querySm3: string
  /** 批准的行数，定期导出为空 */
  approvedRows: number | null
  /** 允许相差的行数 */
  tolerance: ColumnType<number, number | undefined, number>
  /** 从文件读回的行数 */
  rowCount: number | null
  /** 各行内容（脱敏后）的 SM3，重做时比对 */
  rowsSm3: string | null
  /** 列：名称、类型、分类、脱敏方式 */
  columnList: ColumnType<unknown, string | undefined, string>
  /** 关键数字 */
  figures: ColumnType<unknown, string | undefined, string>
  /** 与上期的比对 */
  comparison: ColumnType<unknown, string | null | undefined, string | null>
  /** 文件名 */
  fileName: string | null
  /** 文件字节数 */
  bytes: number | null
  /** 文件的 SM3 */
  fileSm3: string | null
  /** 文件的 SHA-256 */
  fileSha256: string | null
  /** 加密保存的文件的 SM3 */
  storedSm3: string | null
  /** 加密的文件密钥与打开口令，销毁后为空 */
  sealedKey: string | null
  /** 接收人 */
  receiverId: string
  /** 接收人姓名 */
  receiverName: string
  /** 接收人单位 */
  receiverUnit: string
  /** 保留天数 */
  keepDays: number
  /** 下达人 */
  orderedBy: string | null
  /** 下达人姓名 */
  orderedByName: string
  /** 下达时间 */
  madeAt: ColumnType<Date, Date | string, Date | string>
  /** 生成并读回的时间 */
  generatedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 用时（毫秒） */
  tookMs: number | null
  /** 超出合理范围后确认的时间 */
  confirmedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 确认人姓名 */
  confirmedByName: ColumnType<string, string | undefined, string>
  /** 确认理由 */
  confirmedReason: ColumnType<string, string | undefined, string>
  /** 到期时间 */
  expiresAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 签收时间 */
  receivedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 生成记录的证据 */
  fileEvidenceId: string | null
  /** 统计结果的证据 */
  resultEvidenceId: string | null
  /** 签收的证据 */
  receiptEvidenceId: string | null
  /** 签收说明 */
  receiptNote: ColumnType<string, string | undefined, string>
  /** 销毁并读回的时间 */
  destroyedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 接收人确认自留副本已销毁的时间 */
  copiesDestroyedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 副本销毁说明 */
  copiesNote: ColumnType<string, string | undefined, string>
}

/** 改动前后影像：提交之前先加密存好，提交之后按流水表认定哪一份有效 */
export type DataImageTable = {
  /** 执行 */
  dataExecutionId: string
  /** 影像明文的 SM3，与目标流水表一致 */
  imageSm3: string
  /** 批次，从 0 起 */
  part: number
  /** 加密文件（SM4）的 SM3 */
  fileSm3: string
  /** 影像行数 */
  imageRows: number
  /** 目标流水表已确认 */
  isCommitted: ColumnType<boolean, boolean | undefined, boolean>
  /** 存入时间 */
  keptAt: ColumnType<Date, Date | string, Date | string>
}

/** 行数与关键数字相对上期的合理范围，自生效日起用 */
export type ExportBandTable = {
  /** 查询 */
  exportQueryId: string
  /** 生效日期 */
  effectiveOn: string
  /** 允许的增减（百分之） */
  percent: number
  /** 理由 */
  reason: string
  /** 设定时间 */
  setAt: ColumnType<Date, Date | string, Date | string>
  /** 设定人姓名 */
  setByName: string
}

/** 下载与查看口令的记录 */
export type ExportDownloadTable = {
  /** 记录标识 */
  exportDownloadId: string
  /** 导出 */
  dataExportId: string
  /** 类别：下载文件、查看口令 */
  kind: string
  /** 时间 */
  happenedAt: ColumnType<Date, Date | string, Date | string>
  /** 用户 */
  userId: string
  /** 姓名 */
  userName: string
  /** 地址 */
  address: string
}

/** 保存的查询：定期导出与统计分析按它重做 */
export type ExportQueryTable = {
  /** 查询标识 */
  exportQueryId: string
  /** 编号 */
  code: string
  /** 名称 */
  title: string
  /** 用途：定期导出、统计分析 */
  purpose: string
  /** 所履行的定期条款（M5-03、M5-04），统计分析为空 */
  obligation: string | null
  /** 子系统 */
  subsystem: string
  /** 目标数据库（部件） */
  componentId: string
  /** 定期导出的文件格式 */
  format: string
  /** 定期导出的接收人 */
  receiverId: string | null
  /** 接收人单位 */
  receiverUnit: ColumnType<string, string | undefined, string>
  /** 文件保留天数 */
  keepDays: number
  /** 已停用 */
  isRetired: ColumnType<boolean, boolean | undefined, boolean>
  /** 版本号，防止同时修改 */
  version: ColumnType<number, number | undefined, number>
  /** 建立时间 */
  madeAt: ColumnType<Date, Date | string, Date | string>
  /** 建立人 */
  madeBy: string | null
  /** 建立人姓名 */
  madeByName: string
}

/** 保存的查询的各版：文本、参数、固定的列，经另一人批准后使用 */
export type ExportQueryVersionTable = {
  /** 查询 */
  exportQueryId: string
  /** 版次 */
  queryVersion: number
  /** 查询语句，参数写作 :名称 */
  script: string
  /** 参数：名称、标题、类型 */
  parameters: ColumnType<unknown, string, string>
  /** 固定的列：名称与类型，不符即停 */
  columns: ColumnType<unknown, string, string>
  /** 与上期比对时认行的列 */
  keyColumns: ColumnType<string[], readonly string[], readonly string[]>
  /** 关键数字的列，求和与上期比 */
  figureColumns: ColumnType<string[], readonly string[], readonly string[]>
  /** 改动说明 */
  note: string
  /** 状态：待批准、已批准、未批准 */
  state: string
  /** 编写时间 */
  madeAt: ColumnType<Date, Date | string, Date | string>
  /** 编写人 */
  madeBy: string | null
  /** 编写人姓名 */
  madeByName: string
  /** 批准时间 */
  decidedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 批准人 */
  decidedBy: string | null
  /** 批准人姓名 */
  decidedByName: ColumnType<string, string | undefined, string>
  /** 批准意见 */
  decisionNote: ColumnType<string, string | undefined, string>
}

/** 按同一查询与参数重做的结果 */
export type ExportRerunTable = {
  /** 记录标识 */
  exportRerunId: string
  /** 导出 */
  dataExportId: string
  /** 时间 */
  rerunAt: ColumnType<Date, Date | string, Date | string>
  /** 操作人姓名 */
  rerunByName: string
  /** 行数 */
  rowCount: number
  /** 各行内容的 SM3 */
  rowsSm3: string
  /** 与原结果一致 */
  isSame: boolean
}

/** 执行前的核对：审查结果、试运行、副本演练、免演练的记录，按内容摘要对应 */
export type OrderCheckTable = {
  /** 需求单 */
  requestId: string
  /** 类别：审查、试运行、演练、免演练 */
  kind: string
  /** 所核对内容（目标、脚本、行数）的 SM3 */
  scriptSm3: string
  /** 核对结果 */
  body: ColumnType<unknown, string, string>
  /** 时间 */
  madeAt: ColumnType<Date, Date | string, Date | string>
  /** 操作人，空为系统 */
  madeBy: string | null
  /** 操作人姓名 */
  madeByName: string
}

export type DataMaintenanceTables = {
  'dataMaintenance.dataExecution': DataExecutionTable
  'dataMaintenance.dataExport': DataExportTable
  'dataMaintenance.dataImage': DataImageTable
  'dataMaintenance.exportBand': ExportBandTable
  'dataMaintenance.exportDownload': ExportDownloadTable
  'dataMaintenance.exportQuery': ExportQueryTable
  'dataMaintenance.exportQueryVersion': ExportQueryVersionTable
  'dataMaintenance.exportRerun': ExportRerunTable
  'dataMaintenance.orderCheck': OrderCheckTable
}
