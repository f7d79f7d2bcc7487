import { createHash } from 'node:crypto';
import { channels } from '../../../../handlers';
import type { ImportRecord } from '../../../domain/import/import-record';
import { rejectedKey, resultKey } from '../../../domain/import/upload-key';
import type { Notification } from '../../../domain/notification/notification';
import { memoryUploads } from '../../../memory/memory-uploads';
import { fakeTopic } from '../../../producer/testing/fake-topic';
import { recordingLogger } from '../../../testing/recording-logger';
import { TestClock } from '../../../testing/test-clock';
import { importSettings } from '../import-settings';
import { type ImportPorts, runImport } from '../run-import';

/** A bucket, a topic and all that an import needs, in memory. */
export function importWorld(overrides: Partial<ImportPorts> = {}) {
  const [bucket, topic, clock, log] = [memoryUploads(), fakeTopic(), new TestClock(), recordingLogger()];
  let owners = 0;
  const ports: ImportPorts = {
    ...bucket,
    topic,
    clock,
    log,
    sleep: async () => undefined,
    newOwner: () => `owner-${++owners}`,
    settingsOf: (tenant) => importSettings(tenant, { unknownTypes: 'refuse', clock, channels }),
    ...overrides,
  };
  return {
    ...bucket,
    topic,
    clock,
    log,
    ports,
    run: (key: string, remainingMs = 240_000) => runImport(key, ports, { remainingMs: () => remainingMs }),
    notifications: () => topic.published.map(({ body }) => JSON.parse(body) as Notification),
    resultOf: (key: string) => JSON.parse(bucket.textOf(resultKey(key)) ?? '{}') as Partial<ImportRecord>,
    rejectedOf: (key: string) =>
      (bucket.textOf(rejectedKey(key)) ?? '')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as RejectedLine),
  };
}

export interface RejectedLine {
  readonly line: number;
  readonly faults: readonly { readonly code: string; readonly path: string; readonly message: string }[];
}

export const md5 = (content: string | Uint8Array): string => createHash('md5').update(content).digest('hex');

/** The line numbers and codes of rejected lines. */
export const shownFaults = (lines: readonly RejectedLine[]) =>
  lines.map(({ line, faults }) => [line, ...faults.map(({ code, path }) => `${code} ${path}`)]);

/** A valid line of NDJSON. */
export const anOrder = (overrides: object = {}): string =>
  JSON.stringify({
    type: 'order.shipped',
    recipients: 'ann@example.com',
    data: { orderNumber: 'A-1', carrier: 'DHL', items: [{ name: 'Lamp', quantity: 1 }] },
    ...overrides,
  });
