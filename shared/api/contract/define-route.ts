import type { TObject, TSchema } from '@sinclair/typebox';

/**
 * What the bearer of a token may do. A caller who signs with AWS credentials has every role: IAM says which routes it may
 * invoke.
 *
 * - `reader`: reads
 * - `operator`: reads, and changes endpoints, suppressions and deliveries
 * - `producer`: publishes, and reads what became of a notification
 */
export type Role = 'reader' | 'operator' | 'producer';

export interface AnswerDefinition {
  readonly description: string;
  /** @default no body */
  readonly schema?: TSchema;
  /** Descriptions of headers by name. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A route of the HTTP API: pure data, of which the stack, the function, OpenAPI and the clients are made. */
export interface RouteDefinition {
  /** `operationId` in OpenAPI, and the name of its handler. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Begins with `/v1`; parameters in braces. */
  readonly path: string;
  readonly tag: Tag;
  /** One line. */
  readonly summary: string;
  /** Markdown. @default none */
  readonly description?: string;
  /** A caller needs one of them. `everyone`: the route is open. */
  readonly roles: readonly Role[] | 'everyone';
  /** Parameters of the query, beside `tenant`. @default none */
  readonly query?: TObject;
  /**
   * Whether the route is about one tenant. A caller of one tenant never reaches another one; a caller of every tenant names
   * it, where it is `required`. @default required
   */
  readonly tenant?: 'required' | 'optional' | 'none';
  /** Request headers by name. @default none */
  readonly headers?: Readonly<Record<string, TSchema>>;
  /** @default no body */
  readonly body?: TSchema;
  /** Whether an operation validates the body, with faults of its own, instead of the schema. @default false */
  readonly checkedByOperation?: boolean;
  /** An example of the body. */
  readonly example?: unknown;
  /** Media types of the body. @default `application/json` */
  readonly media?: readonly string[];
  /** Answers of success by status. */
  readonly answers: Readonly<Record<number, AnswerDefinition>>;
  /**
   * Statuses of refusals, beside those that follow from the rest: 400, 429 and 500 of every route, 401, 403 and 503 of all but
   * the open ones, 404 where it is about a tenant, 413 and 415 where it has a body. @default none
   */
  readonly refusals?: readonly (409 | 422)[];
  /** Requests per second, and burst, of all callers together. @default 50 and 100 */
  readonly throttle?: { readonly rate: number; readonly burst: number };
}

/** Sections of the reference. */
export const TAGS = {
  notifications: 'Publish notifications, and see what became of them.',
  replays: 'Deliver again what failed, was held or was missed.',
  endpoints: 'Webhook endpoints of a tenant.',
  recipients: 'Mail addresses that must not be mailed, and what people want to get.',
  catalogue: 'Types of notifications, and where they go.',
  service: 'About the service itself.',
} as const;
export type Tag = keyof typeof TAGS;

export const defineRoute = <const Route extends RouteDefinition>(route: Route): Route => route;
