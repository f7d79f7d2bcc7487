/** RFC 9112, "Status Line"; a reason, and the carriage return, may be missing. */
const STATUS_LINE = /^HTTP\/1\.[01] ([1-9]\d\d)(?: [^\r\n]*)?\r?\n/;
const END_OF_HEAD = /\n\r?\n/;

/**
 * The status of a response of which perhaps nothing else can be read: it is what the receiver has said. Responses of 1xx
 * are passed over.
 *
 * @param received from the first byte on, one character a byte
 * @returns undefined where there is no whole status line
 */
export function statusOf(received: string): number | undefined {
  const [line, status = ''] = STATUS_LINE.exec(received) ?? [];
  if (line === undefined) return undefined;
  if (Number(status) >= 200) return Number(status);
  const end = END_OF_HEAD.exec(received);
  return end === null ? undefined : statusOf(received.slice(end.index + end[0].length));
}
