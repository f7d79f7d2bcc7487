const REQUEST_ID = '459921b5-681c-4a96-beb0-81e0aa586026';
const TRACE = 'Root=1-6352a70e-1e2c502e358361800241fd45;Parent=35465b3a9e2f7c6a;Sampled=0;Lineage=1:a87bd80c:0';

/** What Lambda logs of each invocation, with the log format JSON and the system log level INFO, which is the default. */
const LINES = [
  { time: '2026-11-30T09:30:00.000Z', type: 'platform.start', record: { requestId: REQUEST_ID, version: '$LATEST' } },
  {
    time: '2026-11-30T09:30:00.000Z',
    type: 'platform.report',
    record: {
      requestId: REQUEST_ID,
      metrics: { durationMs: 123.45, billedDurationMs: 124, memorySizeMB: 256, maxMemoryUsedMB: 101 },
      tracing: { spanId: '24cd7d670fa455f0', type: 'X-Amzn-Trace-Id', value: TRACE },
      status: 'success',
    },
  },
];

/**
 * @see AWS Lambda Developer Guide, "Log-level filtering", and the Telemetry API's schema reference
 */
export const PLATFORM_LOG_BYTES = LINES.reduce((sum, line) => sum + JSON.stringify(line).length, 0);
