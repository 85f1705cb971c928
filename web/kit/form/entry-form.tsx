import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { Alert, Button, Form, type FormInstance } from 'antd'
import { ApiError } from '#shared/api-client.ts'
import { problemOf } from '../client/problem-of.ts'
import { announce } from '../keyboard/announce.tsx'
import { TraceId } from '../state/trace-id.tsx'
import { placeProblems, type FieldPath, type PlacedProblem } from './place-problems.ts'
import { useDraft } from './use-draft.ts'
import './form.css'

export type EntryFormProps<Values> = {
  /** Unique name; with the address it is the key of the draft. */
  name: string
  /** What the fields hold at first. */
  initial?: Partial<Values>
  /** Sends; what it throws is shown here, field by field. `client.call.create({ body })` */
  onSubmit: (values: Values) => Promise<unknown>
  /** After a good answer, when the draft has been thrown away. */
  onDone?: () => void
  submitText?: string
  onCancel?: () => void
  /** For fields that depend on others: `Form.useForm()` from outside. */
  form?: FormInstance<Values>
  children: ReactNode
}

type Failure = { title: string; placed: readonly PlacedProblem[]; traceId: string }

/** A form of the house: all errors at once, a draft that is never lost, Ctrl+Enter submits. */
export function EntryForm<Values extends object>({ name, initial, onSubmit, onDone, submitText = '提交', onCancel, form: outerForm, children }: EntryFormProps<Values>) {
  const [form] = Form.useForm<Values>(outerForm)
  const draft = useDraft<Values>(name)
  const [failure, setFailure] = useState<Failure>()
  const [isBusy, setBusy] = useState(false)
  const summary = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!failure) return
    summary.current?.focus()
    announce(failure.title)
  }, [failure])

  const fail = (title: string, placed: readonly PlacedProblem[], traceId = '') => {
    form.setFields(byField(placed).map(([path, errors]) => ({ name: path as never, errors })))
    setFailure({ title, placed, traceId })
  }
  const submit = async (values: Values) => {
    setBusy(true)
    setFailure(undefined)
    try {
      await onSubmit(values)
      draft.discard()
      onDone?.()
    } catch (error) {
      // The frame has put the sign-in in place of the page; the draft is kept.
      if (error instanceof ApiError && error.problem.status === 401) return
      const problem = problemOf(error)
      const fields = form.getFieldsError().map((field) => field.name as FieldPath)
      const placed = placeProblems(problem.problems ?? [], fields)
      fail([problem.title, problem.detail].filter(Boolean).join('：'), placed, problem.traceId)
    } finally {
      setBusy(false)
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    form.submit()
  }
  return (
    <Form<Values>
      form={form}
      name={name}
      layout="vertical"
      className="x-form"
      initialValues={{ ...initial, ...draft.found }}
      onValuesChange={(_, all: Values) => draft.keep(all)}
      onFinish={(values) => void submit(values)}
      onFinishFailed={({ errorFields }) =>
        setFailure({
          title: `有 ${errorFields.length} 处需要修改`,
          placed: errorFields.flatMap(({ name: path, errors }) => errors.map((message) => ({ path: path as FieldPath, message }))),
          traceId: '',
        })
      }
      onKeyDown={onKeyDown}
    >
      {failure && <FailureSummary failure={failure} form={form} anchor={summary} />}
      {draft.found && (
        <p className="x-draft">
          已恢复上次没有提交的内容。
          <Button
            type="link"
            size="small"
            onClick={() => {
              draft.discard()
              form.setFieldsValue(cleared(form.getFieldsValue(), initial) as never)
            }}
          >
            放弃草稿
          </Button>
        </p>
      )}
      {children}
      <div className="x-form-acts">
        <Button type="primary" htmlType="submit" loading={isBusy} title="Ctrl+Enter">{submitText}</Button>
        {onCancel && <Button onClick={onCancel}>取消</Button>}
      </div>
    </Form>
  )
}

function FailureSummary<Values>({ failure, form, anchor }: { failure: Failure; form: FormInstance<Values>; anchor: React.RefObject<HTMLDivElement | null> }) {
  return (
    <div ref={anchor} tabIndex={-1} role="alert" className="x-form-summary">
      <Alert
        type="error"
        showIcon
        title={failure.title}
        description={
          (failure.placed.length > 0 || failure.traceId) && (
            <>
              <ul>
                {failure.placed.map(({ path, message }) => (
                  <li key={`${path?.join('.')}${message}`}>
                    {path ? (
                      <button type="button" className="x-plain-button" onClick={() => form.scrollToField(path, { focus: true })}>{message}</button>
                    ) : (
                      message
                    )}
                  </li>
                ))}
              </ul>
              <TraceId value={failure.traceId} />
            </>
          )
        }
      />
    </div>
  )
}

function byField(placed: readonly PlacedProblem[]): Array<[FieldPath, string[]]> {
  const fields = new Map<string, [FieldPath, string[]]>()
  for (const { path, message } of placed) {
    if (!path) continue
    const key = path.join('.')
    const entry = fields.get(key) ?? [path, []]
    entry[1].push(message)
    fields.set(key, entry)
  }
  return [...fields.values()]
}

/** Every field of the form back to what it held at first; fields that held nothing become empty. */
function cleared<Values extends object>(now: Values, initial: Partial<Values> | undefined): object {
  return Object.fromEntries(Object.keys(now).map((key) => [key, initial?.[key as keyof Values]]))
}
