/** Something that must survive the death of the process that does it. */
export type Subject = () => Promise<Wear>

export type Wear = {
  /** Does the work once more in a process of its own, kills it at that share of its course, looks, and lets the work come to its end. `problem`: empty when all is well. */
  strike(share: number): Promise<{ readonly isKilled: boolean; readonly problem: string }>
  /** After the last: what is wrong with the whole, empty for nothing. */
  settle(): Promise<readonly string[]>
  close(): Promise<void>
}
