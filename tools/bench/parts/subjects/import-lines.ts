import { channels } from '../../../../handlers';
import { endOfRecord } from '../../../../shared/domain/import/end-of-record';
import { endOfLine, type FindEnd, LineScanner } from '../../../../shared/domain/import/line-scanner';
import { NO_MAPPING } from '../../../../shared/domain/import/mapping';
import type { UploadFormat } from '../../../../shared/domain/import/upload-key';
import { importSettings } from '../../../../shared/operations/import/import-settings';
import { judgeLine } from '../../../../shared/operations/import/judge-line';
import { openFile } from '../../../../shared/operations/import/open-file';
import { systemClock } from '../../../../shared/ports/clock';
import { printCpuRate } from '../cpu-rate';

/** Lines of one call: scanned as one chunk, as a function reads them. */
const LINES = 100;
const ORDER = {
  type: 'order.shipped',
  recipients: 'Ann Example <ann@example.com>',
  subject: 'A-10293',
  data: {
    orderNumber: 'A-10293',
    carrier: 'Northline Express',
    trackingNumber: 'NX482910337',
    items: [{ name: 'Walnut desk lamp, 40 cm', quantity: 1 }],
  },
};
const HEADER =
  'type,recipients,subject,data.orderNumber,data.carrier,data.trackingNumber,data.items[0].name,data.items[0].quantity\n';
const ROW =
  'order.shipped,Ann Example <ann@example.com>,A-10293,A-10293,Northline Express,NX482910337,"Walnut desk lamp, 40 cm",1\n';

/** From the bytes of a file to messages for the topic: scanned, decoded, parsed, validated, serialised. */
export function measureLines(format: UploadFormat): void {
  const [findEnd, head, line]: [FindEnd, string, string] =
    format === 'csv' ? [endOfRecord(','), HEADER, ROW] : [endOfLine, '', `${JSON.stringify(ORDER)}\n`];
  const opened = openFile(Buffer.from(head), format, NO_MAPPING);
  if (!opened.ok) throw new Error('the header was refused');
  const { readEntry } = opened.file;
  const chunk = Buffer.from(line.repeat(LINES));
  const file = { tenant: 'demo', etag: '0123456789abcdef0123456789abcdef' };
  const settings = importSettings('demo', { unknownTypes: 'refuse', clock: systemClock, channels });
  const judged = () => new LineScanner(findEnd).push(chunk).map((raw) => judgeLine(raw, readEntry, file, settings));
  if (judged().some(({ kind }) => kind !== 'valid')) throw new Error('a line was rejected');
  printCpuRate(judged, LINES);
}
