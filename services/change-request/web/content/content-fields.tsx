import { Checkbox, Input, Select } from 'antd'
import { amountUnit, discretionClass, documentPhase, fieldType, paragraphLook, type ContentKind } from '#shared/maintenance/maintained-content.ts'
import { Section } from '#web/kit/detail/section.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { EditedRows } from './edited-rows.tsx'
import { emptyRows } from './empty-content.ts'

const body = (...path: (string | number)[]) => ['content', 'body', ...path]
const choices = (set: { values: readonly string[]; titles: Readonly<Record<string, string>> }) => set.values.map((value) => ({ value, label: set.titles[value] ?? value }))
const area = (rows: number) => <Input.TextArea autoSize={{ minRows: rows, maxRows: 20 }} maxLength={20_000} />

/** The fields of each kind of text. */
export function ContentFields({ kind }: { kind: ContentKind }) {
  switch (kind) {
    case 'law': return <LawFields />
    case 'benchmark': return <BenchmarkFields />
    case 'reporting-page': return <PageFields />
    case 'document-template': return <TemplateFields />
    case 'check-sheet': return <SheetFields />
  }
}

function LawFields() {
  return (
    <>
      <Section title="出处">
        <Field name={body('documentNo')} label="文号或通过情况" required><Input maxLength={200} /></Field>
        <Field name={body('issuedBy')} label="发布机关" required><Input maxLength={200} /></Field>
      </Section>
      <EditedRows title="条文" name={body('articles')} empty={emptyRows.articles} row={(at) => (
        <>
          <Field name={[at, 'number']} label="条号" required><Input maxLength={40} placeholder="第七十九条" /></Field>
          <Field name={[at, 'text']} label="条文" required>{area(3)}</Field>
        </>
      )} />
    </>
  )
}

function BenchmarkFields() {
  return (
    <>
      <Section title="依据">
        <Field name={body('basisFinding')} label="违法行为认定依据" required><Input maxLength={200} /></Field>
        <Field name={body('basisPenalty')} label="违法行为处罚依据" required><Input maxLength={200} /></Field>
      </Section>
      <EditedRows title="裁量档次" name={body('steps')} empty={emptyRows.steps} row={(at) => (
        <>
          <Field name={[at, 'code']} label="基准编号" required><Input className="x-mono" maxLength={40} /></Field>
          <Field name={[at, 'discretionClass']} label="类别" required><Select options={choices(discretionClass)} /></Field>
          <Field name={[at, 'condition']} label="违法情形" required>{area(1)}</Field>
          <Field name={[at, 'measure']} label="裁量标准" required>{area(1)}</Field>
          <Field name={[at, 'min']} label="下限" required><Input inputMode="decimal" maxLength={15} /></Field>
          <Field name={[at, 'max']} label="上限" required><Input inputMode="decimal" maxLength={15} /></Field>
          <Field name={[at, 'unit']} label="单位" required><Select options={choices(amountUnit)} /></Field>
        </>
      )} />
    </>
  )
}

function PageFields() {
  return (
    <>
      <Section title="用途"><Field name={body('usedFor')} label="使用环节" required><Input maxLength={200} /></Field></Section>
      <EditedRows title="填报项" name={body('fields')} empty={emptyRows.pageFields} row={(at) => (
        <>
          <Field name={[at, 'label']} label="名称" required><Input maxLength={60} /></Field>
          <Field name={[at, 'name']} label="代号" required help="小写字母开头，只含字母和数字"><Input className="x-mono" maxLength={40} /></Field>
          <Field name={[at, 'section']} label="分组" required><Input maxLength={60} /></Field>
          <Field name={[at, 'type']} label="类型" required><Select options={choices(fieldType)} /></Field>
          <Field name={[at, 'options']} label="选项" help="单选、多选至少两个，回车添加"><Select mode="tags" open={false} suffixIcon={null} /></Field>
          <Field name={[at, 'unit']} label="单位"><Input maxLength={20} /></Field>
          <Field name={[at, 'help']} label="填写说明"><Input maxLength={200} /></Field>
          <Field name={[at, 'isRequired']} label="必填" valuePropName="checked"><Checkbox>必须填写</Checkbox></Field>
        </>
      )} />
    </>
  )
}

function TemplateFields() {
  return (
    <>
      <Section title="文书">
        <Field name={body('phase')} label="阶段" required><Select options={choices(documentPhase)} /></Field>
        <Field name={body('numberTemplate')} label="文号规则" required><Input maxLength={200} /></Field>
      </Section>
      <EditedRows title="填写项" name={body('fields')} empty={emptyRows.templateFields} mayBeEmpty row={(at) => (
        <>
          <Field name={[at, 'name']} label="代号" required help="在版面中写作 {{代号}}"><Input className="x-mono" maxLength={40} /></Field>
          <Field name={[at, 'label']} label="名称" required><Input maxLength={60} /></Field>
          <Field name={[at, 'isRequired']} label="必填" valuePropName="checked"><Checkbox>必须填写</Checkbox></Field>
        </>
      )} />
      <EditedRows title="版面" name={body('paragraphs')} empty={emptyRows.paragraphs} row={(at) => (
        <>
          <Field name={[at, 'look']} label="样式" required><Select options={choices(paragraphLook)} /></Field>
          <Field name={[at, 'text']} label="文字" required>{area(1)}</Field>
        </>
      )} />
    </>
  )
}

function SheetFields() {
  return (
    <EditedRows title="检查项" name={body('items')} empty={emptyRows.items} row={(at) => (
      <>
        <Field name={[at, 'content']} label="检查内容" required>{area(1)}</Field>
        <Field name={[at, 'method']} label="检查方法" required>{area(1)}</Field>
        <Field name={[at, 'standard']} label="判定标准" required>{area(1)}</Field>
        <Field name={[at, 'powerCode']} label="对应职权" help="没有对应职权的留空"><Input className="x-mono" maxLength={40} /></Field>
      </>
    )} />
  )
}
