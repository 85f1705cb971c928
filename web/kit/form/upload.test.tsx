import { fireEvent, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { expect, test } from 'vitest'
import { Upload } from './upload.tsx'

const file = (name: string, megabytes: number) => Object.defineProperty(new File(['x'], name), 'size', { value: megabytes * 1024 ** 2 })

function Form() {
  const [files, setFiles] = useState<readonly File[]>([])
  return <Upload value={files} onChange={setFiles} />
}

test('what the server would refuse is refused before it is sent, each file with its reason; 50 MB are taken', () => {
  const { container } = render(<Form />)
  const choose = (...files: File[]) => fireEvent.change(container.querySelector('input')!, { target: { files } })
  const chosen = () => [...container.querySelectorAll('.x-files li')].map((line) => line.textContent)
  choose(file('a.zip', 50), file('b.zip', 201), file('空.txt', 0))
  expect(chosen()).toEqual(['a.zip50 MB'])
  expect(screen.getByRole('alert').textContent).toBe('b.zip 有 201 MB，超过 200 MB；空.txt 是空文件')
  choose(file('c.zip', 151))
  expect(screen.getByRole('alert').textContent).toBe('c.zip 有 151 MB，与已选的合计超过 200 MB，请分次上传')
  choose(file('d.zip', 150))
  expect(chosen()).toEqual(['a.zip50 MB', 'd.zip150 MB'])
  expect(screen.queryByRole('alert')).toBeNull()
})
