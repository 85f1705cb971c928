import { useState } from 'react'
import { App, Button } from 'antd'
import { FileExcelOutlined } from '@ant-design/icons'
import { showProblem } from '../client/problem-notice.tsx'
import { announce } from '../keyboard/announce.tsx'
import { saveFile } from '../value/save-file.ts'
import { useToday } from '../value/use-today.ts'
import type { ExcelSource, ListRequest } from './list-source.ts'

/** The whole list as an Excel file: all pages, the filters and the order on screen. The server writes it, and writes down that it did. */
export function ExcelButton({ excel, request, isEmpty = false }: { excel: ExcelSource; request: ListRequest; isEmpty?: boolean }) {
  const { notification } = App.useApp()
  const [isBusy, setBusy] = useState(false)
  const today = useToday()
  const save = async () => {
    setBusy(true)
    try {
      saveFile(await excel.load(request), `${excel.title} ${today}.xlsx`)
      announce(`${excel.title}清单已导出`)
    } catch (error) {
      showProblem(notification, error)
    } finally {
      setBusy(false)
    }
  }
  return <Button icon={<FileExcelOutlined />} loading={isBusy} disabled={isEmpty} title="导出全部页为 Excel，筛选与排序照旧" onClick={() => void save()}>Excel</Button>
}
