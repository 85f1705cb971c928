/** The discard port: a party that neither speaks nor listens. */
const DISCARD = 9
/** G.711 µ-law and A-law (RFC 3551): what every telephone can. */
const ANY_TELEPHONE = 'm=audio 9 RTP/AVP 0 8'

/** The answer to an offer of media (RFC 3264): the first audio is accepted as inactive in its first codec, all else refused. */
export function answerSdp(offer: string, host: string): string {
  const offered = offer.split(/\r?\n/).filter((line) => line.startsWith('m='))
  const family = host.includes(':') ? 'IP6' : 'IP4'
  const first = offered.findIndex((line) => line.startsWith('m=audio '))
  const media = offered.map((line, index) => {
    const [kind = 'm=audio', , protocol = 'RTP/AVP', format = '0'] = line.split(' ')
    return `${kind} ${index === first ? DISCARD : 0} ${protocol} ${format}`
  })
  const lines = ['v=0', `o=- 0 0 IN ${family} ${host}`, 's=-', `c=IN ${family} ${host}`, 't=0 0', ...(media.length > 0 ? media : [ANY_TELEPHONE]), 'a=inactive']
  return `${lines.join('\r\n')}\r\n`
}
