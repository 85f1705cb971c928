import type { ReactNode } from 'react'
import { Drawer } from 'antd'
import { useIsNarrow } from '../theme/appearance.tsx'

/** Small edits beside the page they belong to. Holds an `EntryForm` or reading matter; full width on a phone. */
export function SideSheet({ isOpen, title, onClose, width = 480, children }: { isOpen: boolean; title: string; onClose: () => void; width?: number; children: ReactNode }) {
  const isNarrow = useIsNarrow()
  return (
    <Drawer open={isOpen} onClose={onClose} title={title} size={isNarrow ? '100%' : width} destroyOnHidden styles={{ body: { paddingBottom: 0 } }}>
      {children}
    </Drawer>
  )
}
