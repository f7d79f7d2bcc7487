import type { FilterPolicy } from '../filter-policy/filter-policy';

/**
 * A permission of a channel's function. `stacks/capabilities/capabilities.ts` turns each into IAM statements and
 * environment variables.
 */
export type Capability =
  /** Record an accepted notification, once. */
  | 'ledger:accept'
  /** Read notifications, deliveries and audit chains. */
  | 'ledger:inspect'
  /** Claim and settle deliveries, and read the content that an id was accepted with. */
  | 'ledger:claim'
  /** Read single endpoints, and send nothing to them. */
  | 'directory:find'
  /** Read endpoints of a tenant. */
  | 'directory:endpoints'
  /** Read, add, change, test and remove endpoints, and objections to mail. */
  | 'directory:manage'
  /** Keep the circuit breakers of endpoints, disable those that failed for too long, and take rate slots. */
  | 'directory:circuits'
  /** Read suppressed addresses and unsubscriptions. */
  | 'directory:suppressions'
  /** Read the data keys that seal secrets of endpoints; `shared/ports/data-keys.ts`. Operators make them. */
  | 'keys:endpoints'
  /** Create the first of these keys, for a function that may add the first endpoint. */
  | 'keys:endpoints:create'
  /** Read the data keys that seal tokens of unsubscribe links. */
  | 'keys:unsubscribe'
  /** Create the first of these keys, for a function that may be the first to seal. */
  | 'keys:unsubscribe:create'
  /** Read the data key that digests mail addresses. */
  | 'keys:addresses'
  /** Create it, for a function that may be the first to digest. */
  | 'keys:addresses:create'
  /** Read the data keys that authenticate messages between functions. */
  | 'keys:messages'
  /** Create the first of these keys, for a function that may be the first to send. */
  | 'keys:messages:create'
  /** Note what was refused. */
  | 'ledger:note'
  /** Find parked deliveries and orphans, and send their messages to the queues. */
  | 'ledger:sweep'
  /** Publish notifications, like a producer. */
  | 'notifications:publish'
  /** Send to the source queue of every channel. */
  | 'queues:send'
  /** Record SES feedback on a mail's delivery. */
  | 'ledger:feedback'
  /** Write suppressed addresses and unsubscriptions. */
  | 'directory:preferences'
  /** Raise operational events. */
  | 'events:raise'
  /** Hand deliveries that have a final state on to the event bus. */
  | 'events:hand-on'
  /** Put events on the event bus. */
  | 'bus:put'
  /** Read accepted notifications by id. */
  | 'ledger:accepted'
  /** Read accepted notifications and their deliveries. */
  | 'ledger:read'
  /** Write the listing of notifications and deliveries. */
  | 'listing:write'
  /** Read it. */
  | 'listing:read'
  /** Begin, read and stop replays of all deliveries that a filter finds. */
  | 'replays:begin'
  /** Continue replays that operators began. */
  | 'replays:continue'
  /** Add links to audit chains. */
  | 'audit:link'
  /** Read audit chains and records, archive and anchor them. */
  | 'audit:anchor'
  /** Know the claims that say what the bearer of a token may do. */
  | 'api:tokens'
  /** Know the URL of unsubscribe links. */
  | 'unsubscribe:link'
  /** Read the attachments that producers uploaded. */
  | 'attachments:read'
  /** Read uploaded files, and write their results. */
  | 'uploads:import'
  /** Send mail from the environment's identity. */
  | 'email:send';

/** All that synthesis, bundles, CLI, docs and tests know of a channel: pure data, no code. */
export interface ChannelManifest {
  /** 1–20 of `a–z 0–9 -`; names queue, function and role, and is what `channels` of a notification lists. */
  readonly name: string;
  readonly description: string;
  /** SNS filter policy over message attributes. `{}` accepts everything, as an absent policy does in SNS. */
  readonly filterPolicy: FilterPolicy;
  /**
   * No type of the catalogue need reach it: producers name it, or send types that the catalogue does not have.
   *
   * @default false: synthesis refuses a channel that no type reaches
   */
  readonly onRequest?: boolean;
  readonly capabilities: readonly Capability[];
  readonly queue: QueueTuning;
  readonly function: FunctionTuning;
  /**
   * Maximum duration of an attempt in seconds; less than the function's timeout. No attempt starts with less time left.
   */
  readonly attemptSeconds: number;
  /** Seconds to wait before each further attempt of a failed delivery; its length bounds the attempts. ≤ 2 days each. */
  readonly retryDelaysSeconds: readonly number[];
}

export interface QueueTuning {
  /** Maximum records per invocation: 1–10 without a batching window, at most 100 with one. */
  readonly batchSize: number;
  /**
   * Seconds that Lambda waits for a batch to fill, 1–10. Useful only for a function that mostly waits for I/O: an
   * invocation is paid by its duration, so fifty concurrent waits cost as much as one. @default none: every message at
   * once
   */
  readonly batchingWindowSeconds?: number;
  /** Receives before SQS moves a message to the dead-letter queue; ≥ 5. Only crashes and outages reach it. */
  readonly maxReceiveCount: number;
}

export interface RuntimeTuning {
  /** 1–900. The queue's visibility timeout is six times this, plus the batching window. */
  readonly timeoutSeconds: number;
  /** 128–10,240. */
  readonly memoryMegabytes: number;
  /**
   * Reserved concurrency, which is also the maximum; 1–100. For a function that other functions must not starve.
   * @default none
   */
  readonly reservedConcurrency?: number;
}

export interface FunctionTuning extends RuntimeTuning {
  /** Concurrent invocations that the event source mapping may start; 2–1,000. */
  readonly maximumConcurrency: number;
}

/**
 * The `event` of the log line for a message that the channel's filter policy does not match. The stack counts these
 * lines.
 */
export const STRAY = 'stray';
/** The same for a record that failed and returns to the queue: the stack counts records that do so repeatedly. */
export const RECORD_FAILED = 'record_failed';
/** The `event` of the log line for a message whose Carillon attributes had no valid seal: they were dropped. */
export const FORGED = 'attributes_not_sealed';

/** Types a manifest; the rules are checked at synth, all at once (`stacks/rules/validation.ts`). */
export const defineChannel = <const Manifest extends ChannelManifest>(manifest: Manifest): Manifest => manifest;
