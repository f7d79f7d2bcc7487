import type { LoopbackServer } from '../../local/loopback-server';
import { startRecordingProxy } from '../counts/recording-proxy';

/** Calls by service and operation, such as `DynamoDB.UpdateItem`. */
export type Calls = Readonly<Record<string, number>>;

export interface CountingProxy extends LoopbackServer {
  /** Calls since the last query. */
  take(): Calls;
}

/** Proxy to an AWS-compatible endpoint that counts calls, the SDK's retries included. */
export async function startCountingProxy(target: string): Promise<CountingProxy> {
  let calls: Record<string, number> = {};
  const server = await startRecordingProxy(target, ({ name }) => {
    calls[name] = (calls[name] ?? 0) + 1;
  });
  return {
    ...server,
    take: () => {
      const taken = calls;
      calls = {};
      return taken;
    },
  };
}
