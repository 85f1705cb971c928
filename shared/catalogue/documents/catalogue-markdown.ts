import type { Block, Content, DocumentModel } from '../../document-model.ts'

/** A document of text, lists and tables as Markdown (GFM). */
export function documentMarkdown(document: DocumentModel): string {
  const cover = document.cover.lines.map(({ label, value }) => `- ${label}：${cell(value)}`)
  return `${[`# ${cell(document.title)}`, `${document.number}　${document.version}　${document.cover.organisation}　${document.cover.date}`, cover.join('\n'), ...document.blocks.flatMap(blockText)].join('\n\n')}\n`
}

function blockText(block: Block): string[] {
  switch (block.kind) {
    case 'heading':
      return [`${'#'.repeat(block.level + 1)} ${cell(block.text)}`]
    case 'paragraph':
    case 'note':
      return [plain(block.content)]
    case 'list':
      return [block.items.map((item, at) => `${block.ordered ? `${at + 1}.` : '-'} ${plain(item)}`).join('\n')]
    case 'table':
      if (block.rows.length === 0) return [block.zeroRows]
      return [[`| ${block.columns.map(({ title }) => cell(title)).join(' | ')} |`, `| ${block.columns.map(({ align }) => (align === 'right' ? '---:' : '---')).join(' | ')} |`, ...block.rows.map((row) => `| ${row.map(plain).join(' | ')} |`)].join('\n')]
    default:
      return []
  }
}

function plain(content: Content): string {
  return cell(typeof content === 'string' ? content : content.map((part) => (typeof part === 'string' ? part : 'text' in part ? part.text : '')).join(''))
}

/** One line without anything that Markdown or HTML would read. */
function cell(text: string): string {
  return text.replaceAll(/\s*[\r\n]+\s*/g, ' ').replaceAll('\\', '\\\\').replaceAll(/([|`*_<>[\]#])/g, String.raw`\$1`)
}
