/** Why nothing, or something, is due on a day. `kind` as the working calendar says it. */
export function dayMarkOf({ kind, name, isProvisional }: { kind: string; name: string | null; isProvisional: boolean }): { isDayOff: boolean; corner: string | undefined; label: string | undefined } {
  const isDayOff = kind === 'holiday' || kind === 'weekend'
  const corner = kind === 'holiday' ? '休' : kind === 'make-up' ? '班' : isProvisional ? '≈' : undefined
  const words = [kind === 'make-up' ? `${name ?? ''}调休上班` : kind === 'holiday' ? (name ?? '放假') : undefined, isProvisional ? '暂定' : undefined].filter(Boolean)
  return { isDayOff, corner, label: words.length > 0 ? words.join('，') : undefined }
}
