import type { Fault } from '../kit/errors/coded-error';

const KINDS: readonly (readonly [what: string, fix: string, starts: readonly (readonly number[])[]])[] = [
  [
    'UTF-32',
    'save it as UTF-8',
    [
      [0xff, 0xfe, 0, 0],
      [0, 0, 0xfe, 0xff],
      [0, 0, 0],
    ],
  ],
  ['UTF-16', 'save it as UTF-8; in Excel: CSV UTF-8', [[0xff, 0xfe], [0xfe, 0xff], [0]]],
  ['a ZIP archive or a workbook (.xlsx)', 'export it as CSV UTF-8', [[0x50, 0x4b, 3, 4]]],
  ['a workbook (.xls)', 'export it as CSV UTF-8', [[0xd0, 0xcf, 0x11, 0xe0]]],
  ['compressed (gzip)', 'upload it decompressed', [[0x1f, 0x8b]]],
  ['compressed (zstd)', 'upload it decompressed', [[0x28, 0xb5, 0x2f, 0xfd]]],
];

/**
 * The fault of a file that is no UTF-8 text at all, by its first bytes; otherwise each of its lines would be refused,
 * for reasons that name no cause. A zero as the first or second byte is UTF-16 without a byte order mark.
 */
export function notText(head: Uint8Array): Fault | undefined {
  const found = KINDS.find(([, , starts]) => starts.some((start) => start.every((byte, at) => head[at] === byte)));
  const kind = found ?? (head[1] === 0 ? KINDS[1] : undefined);
  if (kind === undefined) return undefined;
  return { code: 'import.not_text', path: '', message: `the file is ${kind[0]}, expected text in UTF-8; ${kind[1]}` };
}
