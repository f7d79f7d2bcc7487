import type { FilterPolicy } from '../filter-policy/filter-policy';

/** What a channel's function may do. `stacks/capabilities/capabilities.ts` turns each into IAM statements and environment. */
export type Capability =
  /** Record an accepted notification, once. */
  | 'ledger:accept'
  /** Claim and settle deliveries, and look up what content an id was accepted with. */
  | 'ledger:claim'
  /** Read endpoints of a tenant. */
  | 'directory:endpoints'
  /** Keep the circuits of endpoints, disable those that failed for too long, and take turns of those with a rate. */
  | 'directory:circuits'
  /** Read who is suppressed and who unsubscribed. */
  | 'directory:suppressions'
  /** Read the data keys that seal secrets of endpoints; `shared/ports/data-keys.ts`. Operators make them. */
  | 'keys:endpoints'
  /** Read the data keys that seal tokens of unsubscribe links. */
  | 'keys:unsubscribe'
  /** Make the first of them, for who seals before anybody else did. */
  | 'keys:unsubscribe:create'
  /** Read the data key that digests mail addresses. */
  | 'keys:addresses'
  /** Make it, for who digests before anybody else did. */
  | 'keys:addresses:create'
  /** Read the data keys that authenticate messages between functions. */
  | 'keys:messages'
  /** Make the first of them, for who sends before anybody else did. */
  | 'keys:messages:create'
  /** Find deliveries that wait in the ledger, or were forgotten, and bring them back. */
  | 'ledger:sweep'
  /** Send to the source queue of every channel. */
  | 'queues:send'
  /** Record what SES says of a mail on its delivery. */
  | 'ledger:feedback'
  /** Suppress addresses, and record who unsubscribed. */
  | 'directory:preferences'
  /** Raise operational events. */
  | 'events:raise'
  /** Add links to audit chains. */
  | 'audit:link'
  /** Read audit chains and records, archive and anchor them. */
  | 'audit:anchor'
  /** Know where the links lead that unsubscribe. */
  | 'unsubscribe:link'
  /** Read the files that producers put for mails to carry. */
  | 'attachments:read'
  /** Send mail from the environment's identity. */
  | 'email:send';

/** Everything that synth, bundles, CLI, docs and tests know of a channel: pure data, no code. */
export interface ChannelManifest {
  /** 1–20 of `a–z 0–9 -`; names queue, function and role, and is what `channels` of a notification lists. */
  readonly name: string;
  readonly description: string;
  /** SNS filter policy over message attributes. `{}` accepts everything, as an absent policy does in SNS. */
  readonly filterPolicy: FilterPolicy;
  readonly capabilities: readonly Capability[];
  readonly queue: QueueTuning;
  readonly function: FunctionTuning;
  /** Seconds that one attempt may take at most; less than the function's timeout. With less time left none begins. */
  readonly attemptSeconds: number;
  /** Seconds to wait before each further attempt of a failed delivery; its length bounds the attempts. ≤ 2 days each. */
  readonly retryDelaysSeconds: readonly number[];
}

export interface QueueTuning {
  /** Records a function gets at once, 1–10 without a batching window, at most 100 with one. */
  readonly batchSize: number;
  /**
   * Seconds that Lambda waits for a batch to fill, 1–10. Only what spends its time on waiting for others gains by it: in
   * an invocation that is paid by the second, fifty waits cost as much as one. @default none: every message at once
   */
  readonly batchingWindowSeconds?: number;
  /** Receives before SQS itself moves a message to the dead-letter queue; ≥ 5. Only crashes and outages get that far. */
  readonly maxReceiveCount: number;
}

export interface RuntimeTuning {
  /** 1–900. The visibility timeout of a queue that the function drains is six times this, and its batching window. */
  readonly timeoutSeconds: number;
  /** 128–10,240. */
  readonly memoryMegabytes: number;
  /**
   * Instances that no other function of the account can take from it, and the most that run; 1–100. For what must not
   * starve beside others. @default none
   */
  readonly reservedConcurrency?: number;
}

export interface FunctionTuning extends RuntimeTuning {
  /** Concurrent invocations that the event source mapping may start; 2–1,000. */
  readonly maximumConcurrency: number;
}

/** The `event` of the log line for each message that a channel should not have got. The stack counts these lines. */
export const STRAY = 'stray';
/** The same for a record that comes back: the stack counts those that do so again and again. */
export const RECORD_FAILED = 'record_failed';
/** The `event` of the log line for a message with attributes of ours that nobody sealed: they were dropped. */
export const FORGED = 'attributes_not_sealed';

/** Types a manifest; the rules are checked at synth, all at once (`stacks/rules/validation.ts`). */
export const defineChannel = <const Manifest extends ChannelManifest>(manifest: Manifest): Manifest => manifest;
