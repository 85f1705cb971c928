/** From one business date to another; breaks between them, never inside one. */
export function DateSpan({ from, to }: { from: string; to: string }) {
  return <><span className="x-date">{from}</span> 至 <span className="x-date">{to}</span></>
}
