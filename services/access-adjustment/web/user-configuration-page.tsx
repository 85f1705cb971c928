import { AccessFormEditor } from './access-form-editor.tsx'

export function UserConfigurationPage() {
  return <AccessFormEditor kind="access-adjustment.user-configuration" />
}
