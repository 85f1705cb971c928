/** Lines by which mail programs begin what they quote, in Chinese and English. */
const BEGINNINGS: readonly RegExp[] = [
  /^\s*[-_]{2,}\s*(原始邮件|原邮件|转发邮件|回复的原邮件|Original Message|Forwarded message)\s*[-_]*\s*$/i,
  /^\s*(在|于)?\s*\d{4}\s*[年/-].{0,120}(写道|wrote)\s*[:：]?\s*$/i,
  /^\s*On .{5,200} wrote:\s*$/i,
  /^\s*.{0,60}<\S+@\S+>\s*(于|在).{0,80}写道\s*[:：]\s*$/,
  /^\s*(发件人|From)\s*[:：]\s*\S+/i,
]

/** What the writer wrote himself, and what he quoted below it. When nothing would be left, everything is his. */
export function cutQuotes(text: string): { readonly written: string; readonly quoted: string } {
  const lines = text.split('\n')
  const marked = lines.findIndex((line, index) => BEGINNINGS.some((beginning) => beginning.test(line)) && (!/^\s*(发件人|From)/i.test(line) || /^\s*(发送时间|日期|收件人|Sent|Date|To)\s*[:：]/i.test(lines[index + 1] ?? '')))
  let end = marked === -1 ? lines.length : marked
  // Quoted lines just above the end belong to the quotation; quoted lines between answers do not.
  while (end > 0 && /^\s*(>.*)?$/.test(lines[end - 1] ?? '')) end -= 1
  const written = lines.slice(0, end).join('\n').trim()
  return written === '' ? { written: text.trim(), quoted: '' } : { written, quoted: lines.slice(end).join('\n').trim() }
}
