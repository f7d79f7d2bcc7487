import { Agent } from 'node:http';
import type { ClientOptions } from './aws-client';

/** What the functions set of an SDK client's options (`shared/aws/http/request-handler.ts`). */
export interface SdkOptions {
  readonly maxAttempts?: number;
  readonly requestHandler?: {
    readonly requestTimeout?: number;
    readonly connectionTimeout?: number;
    /** Used if it is an agent; its options are the transport's own anyway. */
    readonly httpAgent?: object;
    readonly httpsAgent?: object;
  };
}

export function optionsOf({ maxAttempts, requestHandler = {} }: SdkOptions): ClientOptions {
  const { requestTimeout: requestTimeoutMs, connectionTimeout: connectionTimeoutMs } = requestHandler;
  const { httpAgent, httpsAgent } = requestHandler;
  return {
    ...(maxAttempts !== undefined && { maxAttempts }),
    ...(requestTimeoutMs !== undefined && { requestTimeoutMs }),
    ...(connectionTimeoutMs !== undefined && { connectionTimeoutMs }),
    ...(httpAgent instanceof Agent &&
      httpsAgent instanceof Agent && { agents: { http: httpAgent, https: httpsAgent } }),
  };
}
