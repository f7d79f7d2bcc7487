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

  const logValue = (reason: string): unknown =>
    JSON.parse(logged((logger) => logger.info('delivery', { reason }))[0] ?? '').reason;

  it('masks addresses and credentials in values, however they are encoded', () => {
    const reason =
      'ann@example.com, ben%40example.com; https://user:pass@hooks.example.com/a\nAuthorization: Basic YTpi';
    expect(logValue(reason)).toBe('***, ***; https://***/a\nAuthorization: ***');
  });

  it('truncates a value to 4,096 characters and logs the number of omitted ones', () => {
    expect(logValue('x'.repeat(4_096))).toBe('x'.repeat(4_096));
    expect(logValue('x'.repeat(65_536))).toBe(`${'x'.repeat(4_096)}… (61440 more characters)`);
    expect(logValue(`${'x'.repeat(4_095)}😀`)).toBe(`${'x'.repeat(4_095)}\uFFFD… (1 more characters)`);
  });

  it('masks before it truncates, so that no part of an address or secret is left at the end', () => {
    const secret = `https://user:${'p'.repeat(5_000)}@hooks.example.com/`;
    expect([logValue(secret), logValue(`${'x '.repeat(2_046)}ann@example.com`)]).toEqual([
      'https://***/',
      `${'x '.repeat(2_046)}***`,
    ]);
  });

  it('escapes control characters of terminals and bidirectional controls', () => {
    const [line] = logged((logger) => logger.error('record_failed', { error: 'a\u009b2Jb\u202ec\u2028' }));
    expect(line).toBe('{"level":"ERROR","event":"record_failed","error":"a\\u009b2Jb\\u202ec\\u2028"}');
  });

  it('writes to standard output directly, not to the console that Lambda wraps', () => {
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
