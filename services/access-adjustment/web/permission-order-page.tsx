import { AccessFormEditor } from './access-form-editor.tsx'

export function PermissionOrderPage() {
  return <AccessFormEditor kind="access-adjustment.permission-order" />
}
