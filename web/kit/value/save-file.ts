/** Offers a file that the page has in hand for saving. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  // The browser has taken the file by the next turn; until then the address must stay.
  setTimeout(() => URL.revokeObjectURL(link.href))
}
