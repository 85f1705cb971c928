import { useState } from 'react'
import { Alert, Form, Input, Select } from 'antd'
import { subsystem as subsystems, type Subsystem } from '#shared/subsystems.ts'
import { problemOf } from '#web/kit/client/problem-of.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Field } from '#web/kit/form/field.tsx'
import { dataOrdersApi } from '../orders/api.ts'

/** The head of every 需求单: which database, who demands it, on which paper. */
export function DemandFields({ noTarget, demanderHelp }: { noTarget: string; demanderHelp: string }) {
  const slug = Form.useWatch<Subsystem | undefined>('subsystem')
  const targets = useRead(dataOrdersApi, 'listDataTargets')
  const own = (targets.data?.items ?? []).filter(({ subsystem }) => subsystem === slug)
  return (
    <>
      <Field name="subsystem" label="子系统" required><Select options={subsystems.values.map((value) => ({ value, label: subsystems.titles[value] }))} /></Field>
      <Field name="componentId" label="目标数据库" required><Select options={own.map(({ componentId, title, schemas }) => ({ value: componentId, label: `${title}（${schemas.join('、')}）` }))} /></Field>
      {slug !== undefined && targets.data && own.length === 0 && <Alert type="warning" title={noTarget} />}
      <Field name="department" label="提出需求的业务部门" required><Input maxLength={100} /></Field>
      <Field name="demandedBy" label="需求提出人" required help={demanderHelp}><Input maxLength={50} /></Field>
      <Field name="documentNo" label="需求单编号" required><Input maxLength={100} /></Field>
    </>
  )
}

/** Asks the server while people are still writing: whether it is at it, and why it could not, in one line. */
export function useLook(ask: () => Promise<void>): { readonly isBusy: boolean; readonly problem: string; look(): Promise<void> } {
  const [problem, setProblem] = useState('')
  const [isBusy, setBusy] = useState(false)
  const look = async () => {
    setBusy(true)
    setProblem('')
    try {
      await ask()
    } catch (error) {
      const told = problemOf(error)
      setProblem([told.title, told.detail, ...(told.problems ?? []).map(({ message }) => message)].filter(Boolean).join('；'))
    } finally {
      setBusy(false)
    }
  }
  return { isBusy, problem, look }
}
