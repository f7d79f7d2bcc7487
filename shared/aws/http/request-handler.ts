/** Sockets of one client. A batch of fifty records settles its deliveries and stores their attempts concurrently. */
export const MAX_SOCKETS = 128;

/**
 * Sets timeouts, because the SDK has none by default: one hanging call would use up the invocation, and all of its records
 * would come back. The SDK retries a call that timed out. The connection timeout includes the wait for a free socket: with
 * the SDK's default of 50, a slow service would make later calls fail and their retries add load.
 */
export const requestHandler = (requestTimeout: number) => ({
  httpAgent: { maxSockets: MAX_SOCKETS },
  httpsAgent: { maxSockets: MAX_SOCKETS },
  connectionTimeout: 1_000,
  requestTimeout,
  throwOnRequestTimeout: true,
});
