import { channels } from '../../../handlers';
import { memoryUploads } from '../../../shared/memory/memory-uploads';
import { importSettings } from '../../../shared/operations/import/import-settings';
import { runImport } from '../../../shared/operations/import/run-import';
import { systemClock } from '../../../shared/ports/clock';
import type { Uploads } from '../../../shared/ports/uploads';

/*
 * Imports a synthetic file of as many megabytes as its argument says, of NDJSON lines of 2 KB of which one in a hundred is
 * rejected, and prints the peak of the process's resident memory in megabytes. The file is made as it is read, so that the
 * process holds no more of it than a function does.
 */
const MEGABYTE = 1_000_000;
const KEY = 'inbox/demo/large.ndjson';
const bytes = Number(process.argv[2] ?? 1_000) * MEGABYTE;

const order = (name: string) =>
  `${JSON.stringify({
    type: 'order.shipped',
    recipients: 'ann@example.com',
    data: { orderNumber: 'A-1', carrier: 'DHL', items: Array.from({ length: 45 }, () => ({ name, quantity: 1 })) },
  })}\n`;
const lines = Array.from({ length: 100 }, (_, n) => order(n === 0 ? '' : 'Walnut desk lamp'));
const period = Buffer.from(lines.join(''));

/** Bytes of the endless repetition of the lines. */
function part(from: number, to: number): Uint8Array {
  const chunk = Buffer.alloc(to - from);
  for (let at = from; at < to; ) at += period.copy(chunk, at - from, at % period.length, period.length);
  return chunk;
}

const { records, pages } = memoryUploads();
const uploads: Uploads = {
  find: async (key) => (key === KEY ? { etag: 'synthetic', bytes } : undefined),
  read: async (_key, _etag, from, to) => part(from, to),
};
const [clock, sleep] = [systemClock, async () => undefined];
const ports = {
  uploads,
  records,
  pages,
  clock,
  sleep,
  log: { info: () => undefined, error: () => undefined },
  newOwner: () => 'only',
  settingsOf: () => importSettings('demo', { unknownTypes: 'refuse', clock, channels }),
  topic: {
    publish: async () => ({ messageId: 'm' }),
    publishBatch: async (messages: readonly object[]) =>
      messages.map(() => ({ status: 'published', messageId: 'm' }) as const),
  },
};

void runImport(KEY, ports, { remainingMs: () => Number.POSITIVE_INFINITY }).then(async (end) => {
  const record = JSON.parse((await records.read('results/demo/large.ndjson.json'))?.text ?? '{}');
  if (end !== 'over' || record.state !== 'done') throw new Error(`the import ended as ${end}, ${record.state}`);
  const { read, rejected } = record.lines;
  console.log(JSON.stringify({ peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024), read, rejected }));
});
