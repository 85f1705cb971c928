const plain = new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 2 })

/** `12345.678` → `12,345.68`. */
export function formatNumber(value: number): string {
  return plain.format(value)
}

/** `1536` → `1.5 KB`, in steps of 1024. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10))
  return `${formatNumber(Math.round((bytes / 1024 ** step) * 10) / 10)} ${units[step]}`
}
