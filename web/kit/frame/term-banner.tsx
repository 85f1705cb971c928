import { formatDate } from '../value/date-text.tsx'
import { PageLink } from './page-link.tsx'
import './term-banner.css'

export type TermBannerProps = {
  /** 「信用服务监管平台运维」 */
  contract: string
  from: string
  to: string
  /** Business date of today, from the server. */
  today: string
  href: string
  /** 「演示合同」 and the like: whoever looks must never take it for the real one. */
  label?: string | undefined
}

/** The contract term on one line of the top bar: how much of it has passed. */
export function TermBanner({ contract, from, to, today, href, label }: TermBannerProps) {
  const whole = daysBetween(from, to) + 1
  const passed = Math.min(whole, Math.max(0, daysBetween(from, today) + 1))
  const left = whole - passed
  return (
    <PageLink to={href} className="x-term" title={`${contract}：${formatDate(from)} 至 ${formatDate(to)}`}>
      {label && <span className="x-term-label">{label}</span>}
      <span className="x-term-name">{contract}</span>
      <span className="x-term-dates">{from} 至 {to}</span>
      <span className="x-term-track" aria-hidden="true"><i style={{ width: `${(passed / whole) * 100}%` }} /></span>
      <span className="x-term-left">{left > 0 ? `余 ${left} 天` : '已到期'}</span>
    </PageLink>
  )
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
}
