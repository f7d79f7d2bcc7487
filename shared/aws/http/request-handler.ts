/** Of one client. A batch of fifty records settles its deliveries and keeps their attempts side by side. */
export const MAX_SOCKETS = 128;

/**
 * The SDK sets no time-out by itself: one call that hangs would end the invocation, and bring back all of its records.
 * What times out is tried again by the SDK. The time to connect includes the wait for a free socket, of which the SDK has
 * 50 by default: beside a service that is slow, whoever came later would fail and make it busier.
 */
export const requestHandler = (requestTimeout: number) => ({
  httpAgent: { maxSockets: MAX_SOCKETS },
  httpsAgent: { maxSockets: MAX_SOCKETS },
  connectionTimeout: 1_000,
  requestTimeout,
  throwOnRequestTimeout: true,
});
