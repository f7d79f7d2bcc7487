/** RFC 9112, "Status Line"; tolerates a missing reason and a missing carriage return. */
const STATUS_LINE = /^HTTP\/1\.[01] ([1-9]\d\d)(?: [^\r\n]*)?\r?\n/;
const END_OF_HEAD = /\n\r?\n/;

/**
 * The status of a response that Node's parser could not read. Skips interim responses (1xx).
 *
 * @param received the response from its first byte, one character per byte (latin1)
 * @returns undefined without a complete status line
 */
export function statusOf(received: string): number | undefined {
  const [line, status = ''] = STATUS_LINE.exec(received) ?? [];
  if (line === undefined) return undefined;
  if (Number(status) >= 200) return Number(status);
  const end = END_OF_HEAD.exec(received);
  return end === null ? undefined : statusOf(received.slice(end.index + end[0].length));
}
