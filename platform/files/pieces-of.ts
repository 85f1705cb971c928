/** The same bytes in pieces of one size; only the last may be smaller. Nothing gives no piece. Memory: one piece, and what one chunk brought. */
export async function* piecesOf(content: AsyncIterable<Buffer>, bytes: number): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = []
  let held = 0
  for await (const chunk of content) {
    let rest = chunk
    while (held + rest.length >= bytes) {
      const cut = bytes - held
      yield held === 0 ? rest.subarray(0, cut) : Buffer.concat([...waiting, rest.subarray(0, cut)], bytes)
      rest = rest.subarray(cut)
      waiting = []
      held = 0
    }
    if (rest.length > 0) waiting.push(rest)
    held += rest.length
  }
  if (held > 0) yield Buffer.concat(waiting, held)
}
