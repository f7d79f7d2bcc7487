import type { Capability, FunctionTuning, QueueTuning, RuntimeTuning } from './channel';
import type { EventSource } from './event-source';

/**
 * The trigger of a function that serves no channel.
 *
 * - `schedule`: an EventBridge rule, such as `rate(1 minute)`; times of `cron(…)` are UTC. Two runs may overlap
 * - `mail-events`: a queue of the events that SES publishes about sent mail
 * - `event-rules`: a queue of the events that EventBridge rules hand over; the stack has it if a source is switched on
 * - `inserted-records`: the ledger's stream, filtered to inserted records of accepted notifications; with the capability
 *   `events:hand-on` also to deliveries in the states that the environment puts on the event bus
 * - `operational-events`: a queue of the events that functions raise on the topic `events`; the stack has it if the
 *   environment puts events on its bus
 * - `ledger-changes`: the same stream, filtered to accepted notifications and to deliveries after an attempt
 * - `uploads`: a queue of the files that producers put into the bucket of uploads
 * - `http`: routes of the stack's HTTP API
 */
export type Trigger =
  | { readonly kind: 'schedule'; readonly expression: string }
  | {
      readonly kind: 'mail-events';
      readonly queue: QueueTuning;
      readonly maximumConcurrency: FunctionTuning['maximumConcurrency'];
    }
  | {
      readonly kind: 'operational-events';
      readonly queue: QueueTuning;
      readonly maximumConcurrency: FunctionTuning['maximumConcurrency'];
    }
  | {
      readonly kind: 'event-rules';
      /** Rules that an environment may switch on. */
      readonly sources: readonly EventSource[];
      readonly queue: QueueTuning;
      readonly maximumConcurrency: FunctionTuning['maximumConcurrency'];
    }
  | {
      readonly kind: 'uploads';
      readonly queue: QueueTuning;
      readonly maximumConcurrency: FunctionTuning['maximumConcurrency'];
    }
  | StreamTrigger<'inserted-records'>
  | StreamTrigger<'ledger-changes'>
  | { readonly kind: 'http'; readonly routes: readonly HttpRoute[] };

/** A route of the HTTP API. */
export interface HttpRoute {
  /** As API Gateway spells it, such as `GET /unsubscribe/{token}`. */
  readonly route: string;
  /**
   * - `open`: everyone. The path or the content has to protect itself
   * - `callers`: requests signed with AWS Signature Version 4 by a principal whom IAM allows to invoke the route; and, where the
   *   environment names an OIDC issuer, under `/oidc` requests with a JWT of it
   */
  readonly access: 'open' | 'callers';
  /** Requests per second, and burst. @default 50 and 100, as people need */
  readonly throttle?: { readonly rate: number; readonly burst: number };
}

export interface StreamTrigger<Kind extends string> {
  readonly kind: Kind;
  /** Maximum records per invocation; 1–1,000. */
  readonly batchSize: number;
  /** Seconds that Lambda waits for a batch to fill, 0–300. */
  readonly batchingWindowSeconds: number;
  /** Queue of the stream records that the function could not handle. */
  readonly queue: QueueTuning;
  readonly maximumConcurrency: FunctionTuning['maximumConcurrency'];
}

/** All that synthesis, bundles, CLI, docs and tests know of a function that serves no channel: pure data, no code. */
export interface FunctionManifest {
  /** 1–20 of `a–z 0–9 -`; names its folder, function and role. */
  readonly name: string;
  readonly description: string;
  readonly capabilities: readonly Capability[];
  readonly function: RuntimeTuning;
  readonly trigger: Trigger;
}

/** Types a manifest; the rules are checked at synth, all at once (`stacks/rules/validation.ts`). */
export const defineFunction = <const Manifest extends FunctionManifest>(manifest: Manifest): Manifest => manifest;
