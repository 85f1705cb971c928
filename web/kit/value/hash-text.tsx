import { useState } from 'react'
import { CheckOutlined, CopyOutlined } from '@ant-design/icons'
import { announce } from '../keyboard/announce.tsx'

/** A hash, id or address in fixed pitch: shortened in sight, whole on hover and when copied. */
export function HashText({ value, length = 12, what = '内容' }: { value: string | null | undefined; length?: number; what?: string }) {
  const [isCopied, setCopied] = useState(false)
  if (!value) return <span className="x-soft">—</span>
  const copy = async () => {
    await navigator.clipboard.writeText(value)
    setCopied(true)
    announce(`${what}已复制`)
    setTimeout(() => setCopied(false), 1500)
  }
  return (
    <span className="x-hash">
      <code className="x-mono" title={value}>{value.length > length ? `${value.slice(0, length)}…` : value}</code>
      <button type="button" className="x-icon-button x-no-print" aria-label={`复制${what}`} onClick={() => void copy()}>
        {isCopied ? <CheckOutlined /> : <CopyOutlined />}
      </button>
    </span>
  )
}
