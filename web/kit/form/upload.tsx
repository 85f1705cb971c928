import { useId, useRef, useState, type DragEvent } from 'react'
import { Button } from 'antd'
import { DeleteOutlined, InboxOutlined } from '@ant-design/icons'
import { UPLOAD_LIMIT } from '#shared/define-api.ts'
import { formatBytes } from '../value/format-number.ts'
import './form.css'

export type UploadProps = {
  value?: readonly File[]
  onChange?: (files: readonly File[]) => void
  /** As in `<input accept>`: `'.pdf,image/*'`. */
  accept?: string
  /** Largest size of one file in bytes, and of all together. */
  maxBytes?: number
  multiple?: boolean
  /** On a phone opens the camera. */
  photo?: boolean
  hint?: string
}

const NO_FILES: readonly File[] = []

/** Files chosen or dropped; sent with the form as FormData. Stands in a `Field`. */
export function Upload({ value = NO_FILES, onChange, accept, maxBytes = UPLOAD_LIMIT, multiple = true, photo = false, hint }: UploadProps) {
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  const [refused, setRefused] = useState<readonly string[]>([])
  const [isOver, setOver] = useState(false)
  const add = (files: Iterable<File>) => {
    const fitting: File[] = []
    const refusals: string[] = []
    let room = maxBytes - (multiple ? value.reduce((sum, { size }) => sum + size, 0) : 0)
    for (const file of files) {
      const { name, size } = file
      if (size === 0) refusals.push(`${name} 是空文件`)
      else if (size > maxBytes) refusals.push(`${name} 有 ${formatBytes(size)}，超过 ${formatBytes(maxBytes)}`)
      else if (size > room) refusals.push(`${name} 有 ${formatBytes(size)}，与已选的合计超过 ${formatBytes(maxBytes)}，请分次上传`)
      else {
        fitting.push(file)
        room -= size
      }
    }
    setRefused(refusals)
    if (fitting.length > 0) onChange?.(multiple ? [...value, ...fitting] : fitting.slice(0, 1))
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    add(event.dataTransfer.files)
  }
  return (
    <div>
      <div className={`x-upload${isOver ? ' x-upload-over' : ''}`} onDrop={drop} onDragOver={(event) => { event.preventDefault(); setOver(true) }} onDragLeave={() => setOver(false)}>
        <InboxOutlined aria-hidden="true" />
        <span>
          拖到这里，或 <Button type="link" size="small" aria-describedby={id} onClick={() => input.current?.click()}>{photo ? '拍照或选择' : '选择文件'}</Button>
        </span>
        <span id={id} className="x-soft">{hint ?? `单个文件不超过 ${formatBytes(maxBytes)}`}</span>
        <input
          ref={input}
          type="file"
          style={{ display: 'none' }}
          accept={photo ? 'image/*' : accept}
          {...(photo ? { capture: 'environment' as const } : {})}
          multiple={multiple}
          onChange={(event) => {
            add(event.target.files ?? [])
            event.target.value = ''
          }}
        />
      </div>
      {refused.length > 0 && <p role="alert" className="x-upload-refused">{refused.join('；')}</p>}
      <ul className="x-files">
        {value.map((file, index) => (
          <li key={`${file.name}${file.size}${file.lastModified}`}>
            <span className="x-grow">{file.name}</span>
            <span className="x-soft">{formatBytes(file.size)}</span>
            <button type="button" className="x-icon-button" aria-label={`去掉 ${file.name}`} onClick={() => onChange?.(value.filter((_, at) => at !== index))}><DeleteOutlined /></button>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The body of an upload endpoint: plain values as text, files under their field's name. */
export function formDataOf(values: Readonly<Record<string, unknown>>): FormData {
  const data = new FormData()
  // Values first: the server reads them before the streams of the files.
  const entries = Object.entries(values).flatMap(([key, value]) => (Array.isArray(value) ? value.map((one: unknown) => [key, one] as const) : [[key, value] as const]))
  for (const [key, value] of entries) if (value !== undefined && value !== null && !(value instanceof Blob)) data.append(key, typeof value === 'string' ? value : JSON.stringify(value))
  for (const [key, value] of entries) if (value instanceof Blob) data.append(key, value)
  return data
}
