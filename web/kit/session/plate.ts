import type { ReactNode } from 'react'

/** Name plate of an application: who this system is. */
export type Plate = {
  /** 信运 */
  readonly name: string
  /** One line under the name, on the sign-in page. */
  readonly line: string
  /** One character in the accent square. */
  readonly mark: string
  /** Stands under the sign-in: other ways in, notices. */
  readonly foot?: ReactNode
}
