import { renderDocx } from '#platform/documents/render-docx.ts'
import { renderXlsx } from '#platform/documents/render-xlsx.ts'
import type { Catalogue } from '#shared/catalogue/catalogue.ts'
import { catalogueDbml } from '#shared/catalogue/documents/catalogue-dbml.ts'
import { catalogueDocument } from '#shared/catalogue/documents/catalogue-document.ts'
import { documentMarkdown } from '#shared/catalogue/documents/catalogue-markdown.ts'
import { dictionaryColumns, dictionaryRows } from '#shared/catalogue/documents/dictionary-rows.ts'
import { inferRelations } from '#shared/catalogue/infer-relations.ts'
import { businessDate, formatInstant } from '#shared/instant.ts'

export const scanFormats = Object.freeze(['json', 'md', 'docx', 'xlsx', 'dbml'] as const)
export type ScanFormat = (typeof scanFormats)[number]

/** One file of an inventory. */
export async function renderInventory(format: ScanFormat, catalogue: Catalogue, hash: string, at: Date): Promise<string | Buffer> {
  const document = () => catalogueDocument({ catalogue, hash, title: `${catalogue.database} 数据盘点文档`, number: `PD-${businessDate(at)}`, version: '草稿', organisation: '', date: businessDate(at), takenAt: formatInstant(at) })
  switch (format) {
    case 'json':
      return JSON.stringify({ ...catalogue, hash }, undefined, 2)
    case 'md':
      return documentMarkdown(document())
    case 'dbml':
      return catalogueDbml(catalogue, inferRelations(catalogue))
    case 'docx':
      return renderDocx(document(), hash)
    case 'xlsx': {
      const parts: Buffer[] = []
      for await (const part of renderXlsx({ title: '数据字典', columns: dictionaryColumns, at }, dictionaryRows(catalogue))) parts.push(part as Buffer)
      return Buffer.concat(parts)
    }
  }
}
