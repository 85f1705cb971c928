/** Minutes as people say them: `4 小时 30 分`, `2 天 3 小时`. Calendar days of 24 hours; working time is said by the clock's lines. */
export function formatMinutes(minutes: number): string {
  const whole = Math.round(Math.abs(minutes))
  const parts = [
    [Math.floor(whole / 1440), '天'],
    [Math.floor((whole % 1440) / 60), '小时'],
    [whole % 60, '分'],
  ].filter(([count]) => count !== 0)
  return `${minutes < 0 ? '−' : ''}${parts.slice(0, 2).map(([count, unit]) => `${count} ${unit}`).join(' ') || '0 分'}`
}
