import { jsonLogger } from './json-logger';

function logged(log: (logger: ReturnType<typeof jsonLogger>) => void): string[] {
  const lines: string[] = [];
  log(jsonLogger((line) => void lines.push(line)));
  return lines;
}

describe('jsonLogger', () => {
  it('writes one line of JSON an event', () => {
    const lines = logged((logger) => {
      logger.info('delivery', { channel: 'email', attempt: 1, late: false, reason: undefined });
      logger.error('record_failed', { error: 'Error: "quoted"\nsecond line' });
    });
    expect(lines).toEqual([
      '{"level":"INFO","event":"delivery","channel":"email","attempt":1,"late":false}',
      '{"level":"ERROR","event":"record_failed","error":"Error: \\"quoted\\"\\nsecond line"}',
    ]);
  });

  it.each([
    ['an address', 'cannot send to ann@example.com', 'cannot send to ***'],
    ['an address in brackets', 'Ann <ann+x@mail.example.com>, refused', 'Ann <***>, refused'],
    ['several', 'a@b.c;d@e.f', '***;***'],
  ])('masks %s in a message', (_what, reason, expected) => {
    const [line = ''] = logged((logger) => logger.info('delivery', { reason }));
    expect(JSON.parse(line)).toEqual({ level: 'INFO', event: 'delivery', reason: expected });
  });

  it('writes to standard output itself, past the console that Lambda wraps', () => {
    const written: unknown[] = [];
    const write = process.stdout.write;
    process.stdout.write = (chunk: unknown) => written.push(chunk) > 0;
    try {
      jsonLogger().info('hello', {});
    } finally {
      process.stdout.write = write;
    }
    expect(written).toEqual(['{"level":"INFO","event":"hello"}\n']);
  });
});
