import { Form, Input, InputNumber, Segmented } from 'antd'
import { Field } from '#web/kit/form/field.tsx'
import { targetKind } from '../api.ts'

/** What an off-site target of either kind is reached by. */
export function TargetFields() {
  const kind = Form.useWatch<'sftp' | 's3' | undefined>('kind')
  return (
    <>
      <p>登记前会连接、试写、读回并删除一个小文件；地址须先由安全管理员加入允许清单。</p>
      <Field name="kind" label="种类" required><Segmented options={Object.entries(targetKind.titles).map(([value, label]) => ({ value, label }))} /></Field>
      <Field name="title" label="名称" required><Input maxLength={60} /></Field>
      {kind === 's3' ? <BucketFields /> : <FolderFields />}
    </>
  )
}

function FolderFields() {
  return (
    <>
      <Field name="host" label="主机" required><Input maxLength={200} /></Field>
      <Field name="port" label="端口" required><InputNumber min={1} max={65_535} style={{ width: '100%' }} /></Field>
      <Field name="username" label="账户" required><Input maxLength={100} autoComplete="off" /></Field>
      <Field name="folder" label="目录" required help="绝对路径，账户可写。"><Input maxLength={300} /></Field>
      <Field name="hostKey" label="主机密钥指纹" required help="在对方机器上执行 ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub，形如 SHA256:…"><Input maxLength={60} /></Field>
      <Field name="password" label="口令"><Input.Password maxLength={500} autoComplete="new-password" /></Field>
      <Field name="privateKey" label="或私钥" help="与口令任填其一；保存后不再显示。"><Input.TextArea rows={3} maxLength={20_000} /></Field>
    </>
  )
}

function BucketFields() {
  return (
    <>
      <Field name="endpoint" label="地址" required help="https://主机[:端口]，不带桶名。http:// 不加密线路，归档本身仍是加密的。"><Input maxLength={300} placeholder="https://" /></Field>
      <Field name="bucket" label="桶" required help="须已建好；不要开版本控制，否则删除后仍占空间。"><Input maxLength={63} /></Field>
      <Field name="folder" label="前缀" help="桶里的目录，可不填。"><Input maxLength={300} /></Field>
      <Field name="region" label="区域" required help="对象存储没有区域的，用 us-east-1。"><Input maxLength={60} /></Field>
      <Field name="addressing" label="寻址方式" required><Segmented options={[{ value: 'path', label: '桶在路径中' }, { value: 'host', label: '桶在主机名前' }]} /></Field>
      <Field name="accessKeyId" label="AccessKey" required><Input maxLength={200} autoComplete="off" /></Field>
      <Field name="secretAccessKey" label="SecretKey" required help="两项保存后都不再显示。"><Input.Password maxLength={500} autoComplete="new-password" /></Field>
      <Field name="ca" label="签发证书" help="对方证书由自建机构签发时填，PEM。"><Input.TextArea rows={3} maxLength={20_000} /></Field>
    </>
  )
}
