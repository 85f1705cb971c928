import { AlignmentType, LevelFormat, LevelSuffix, LineRuleType, type INumberingOptions, type IStylesOptions } from 'docx'

/** Faces after GB/T 9704-2012: 小标宋 for the title, 黑体 and 楷体 for headings, 仿宋 for text, 宋体 in tables. */
const face = (eastAsia: string) => ({ ascii: 'Times New Roman', hAnsi: 'Times New Roman', cs: 'Times New Roman', eastAsia })
export const FACES = { title: face('方正小标宋简体'), hei: face('黑体'), kai: face('楷体'), fang: face('仿宋'), song: face('宋体') } as const

export const INK = '1D2229'
export const QUIET = '5B6470'
export const RULE = 'C3C9D0'
export const ACCENT = '1F3F66'
export const HEAD_FILL = 'EEF2F6'

/** A4 with the margins of the PDF; lengths in twips (1/20 point). */
export const PAGE = { width: 11_906, height: 16_838, margin: { top: 1928, bottom: 1701, left: 1587, right: 1474, header: 1020, footer: 850 } }
export const TEXT_TWIPS = PAGE.width - PAGE.margin.left - PAGE.margin.right

/** Exact line height in points: pages then break alike whichever faces a machine has (a substitute is often taller). */
const exact = (points: number) => ({ line: points * 20, lineRule: LineRuleType.EXACT })

export const styles: IStylesOptions = {
  default: {
    document: { run: { font: FACES.fang, size: 24, color: INK, language: { value: 'en-US', eastAsia: 'zh-CN' } }, paragraph: { spacing: { line: 276, lineRule: LineRuleType.AUTO } } },
    title: { name: 'Title', run: { font: FACES.title, size: 48, bold: false, color: ACCENT }, paragraph: { alignment: AlignmentType.CENTER, spacing: { before: 2600, after: 240, ...exact(34) } } },
    heading1: { name: 'heading 1', next: 'BodyText', run: { font: FACES.hei, size: 32, bold: false, color: ACCENT }, paragraph: { keepNext: true, keepLines: true, outlineLevel: 0, spacing: { before: 420, after: 180, ...exact(24) }, numbering: { reference: 'headings', level: 0 } } },
    heading2: { name: 'heading 2', next: 'BodyText', run: { font: FACES.kai, size: 28, bold: true, color: INK }, paragraph: { keepNext: true, keepLines: true, outlineLevel: 1, spacing: { before: 300, after: 140, ...exact(22) }, numbering: { reference: 'headings', level: 1 } } },
    heading3: { name: 'heading 3', next: 'BodyText', run: { font: FACES.fang, size: 26, bold: true, color: INK }, paragraph: { keepNext: true, keepLines: true, outlineLevel: 2, spacing: { before: 240, after: 100, ...exact(20) }, numbering: { reference: 'headings', level: 2 } } },
    caption: { name: 'caption', run: { font: FACES.hei, size: 20, italics: false, bold: false, color: INK }, paragraph: { alignment: AlignmentType.CENTER, spacing: { before: 160, after: 100, ...exact(15) } } },
  },
  paragraphStyles: [
    { id: 'BodyText', name: 'Body Text', basedOn: 'Normal', quickFormat: true, paragraph: { alignment: AlignmentType.BOTH, indent: { firstLine: 480, firstLineChars: 200 }, spacing: { after: 80, ...exact(22) } } },
    { id: 'ListText', name: '列表正文', basedOn: 'Normal', quickFormat: true, paragraph: { alignment: AlignmentType.BOTH, spacing: { after: 40, ...exact(22) } } },
    { id: 'TableText', name: '表格', basedOn: 'Normal', quickFormat: true, run: { font: FACES.song, size: 18 }, paragraph: { spacing: { before: 30, after: 30, ...exact(13) } } },
    { id: 'TableHead', name: '表头', basedOn: 'TableText', quickFormat: true, run: { font: FACES.hei, size: 18 } },
    { id: 'NoteText', name: '提示', basedOn: 'Normal', quickFormat: true, run: { size: 21 }, paragraph: { alignment: AlignmentType.BOTH, spacing: { before: 160, after: 200, ...exact(18) }, indent: { left: 120, right: 120 } } },
    { id: 'PageHeading', name: '页题', basedOn: 'Normal', next: 'BodyText', run: { font: FACES.hei, size: 32, color: ACCENT }, paragraph: { alignment: AlignmentType.CENTER, spacing: { before: 120, after: 360, ...exact(24) } } },
    { id: 'Subtitle', name: 'Subtitle', basedOn: 'Normal', run: { font: FACES.kai, size: 30 }, paragraph: { alignment: AlignmentType.CENTER } },
    { id: 'Header', name: 'header', basedOn: 'Normal', run: { font: FACES.song, size: 17, color: QUIET } },
    { id: 'Footer', name: 'footer', basedOn: 'Normal', run: { font: FACES.song, size: 15, color: QUIET } },
    { id: 'TOC1', name: 'toc 1', basedOn: 'Normal', run: { font: FACES.hei, size: 24 }, paragraph: { spacing: { before: 100, after: 20, ...exact(22) } } },
    { id: 'TOC2', name: 'toc 2', basedOn: 'Normal', run: { size: 22 }, paragraph: { indent: { left: 420 }, spacing: { after: 10, ...exact(20) } } },
  ],
}

const chinese = { format: LevelFormat.CHINESE_COUNTING, alignment: AlignmentType.LEFT, suffix: LevelSuffix.NOTHING }
const decimal = { ...chinese, format: LevelFormat.DECIMAL }
const flush = { style: { paragraph: { indent: { left: 0, hanging: 0 } } } }

export const numbering: INumberingOptions = {
  config: [
    { reference: 'headings', levels: [{ level: 0, text: '%1、', ...chinese, ...flush }, { level: 1, text: '（%2）', ...chinese, ...flush }, { level: 2, text: '%3. ', ...decimal, ...flush }] },
    { reference: 'annex-headings', levels: [{ level: 0, text: '', ...decimal, ...flush }, { level: 1, text: '%2. ', ...decimal, ...flush }, { level: 2, text: '%2.%3 ', ...decimal, ...flush }] },
    { reference: 'ordered', levels: [{ level: 0, text: '（%1）', format: LevelFormat.DECIMAL, alignment: AlignmentType.LEFT, style: { paragraph: { indent: { left: 1080, hanging: 600 } } } }] },
    { reference: 'bullets', levels: [{ level: 0, text: '•', format: LevelFormat.BULLET, alignment: AlignmentType.LEFT, style: { paragraph: { indent: { left: 840, hanging: 360 } }, run: { color: ACCENT, font: 'Times New Roman' } } }] },
  ],
}

/** What a machine without the named face should take instead: the alternatives, then panose and family guide it. */
const FONT_TABLE: ReadonlyArray<{ name: string; alternatives: string; panose: string; family: 'roman' | 'modern' | 'script' }> = [
  { name: '方正小标宋简体', alternatives: 'FZXiaoBiaoSong-B05S,华文中宋,STZhongsong,宋体', panose: '02010601030101010101', family: 'roman' },
  { name: '黑体', alternatives: 'SimHei,Noto Sans CJK SC,Noto Sans SC', panose: '02010609060101010101', family: 'modern' },
  { name: '楷体', alternatives: 'KaiTi,楷体_GB2312,STKaiti', panose: '02010609060101010101', family: 'script' },
  { name: '仿宋', alternatives: 'FangSong,仿宋_GB2312,STFangsong,Noto Serif CJK SC', panose: '02010609060101010101', family: 'modern' },
  { name: '宋体', alternatives: 'SimSun,Noto Serif CJK SC', panose: '02010600030101010101', family: 'roman' },
  { name: 'Times New Roman', alternatives: 'Liberation Serif', panose: '02020603050405020304', family: 'roman' },
]

/** `word/fontTable.xml` (ECMA-376 part 1, 17.8.2). */
export const fontTableXml = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${FONT_TABLE.map(({ name, alternatives, panose, family }) =>
  `<w:font w:name="${name}"><w:altName w:val="${alternatives}"/><w:panose1 w:val="${panose}"/><w:charset w:val="${name.startsWith('T') ? '00' : '86'}"/><w:family w:val="${family}"/><w:pitch w:val="variable"/></w:font>`).join('')}</w:fonts>`
