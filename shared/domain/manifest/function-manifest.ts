import type { Capability, FunctionTuning, QueueTuning, RuntimeTuning } from './channel';

/**
 * The trigger of a function that serves no channel.
 *
 * - `schedule`: an EventBridge rule, such as `rate(1 minute)`; times of `cron(…)` are UTC. Two runs may overlap
 * - `mail-events`: a queue of the events that SES publishes about sent mail
 * - `inserted-records`: the ledger's stream, filtered to inserted records of accepted notifications
 * - `uploads`: a queue of the files that producers put into the bucket of uploads
 * - `http`: an HTTP API; routes as API Gateway spells them, such as `GET /unsubscribe`
 */
export type Trigger =
  | { readonly kind: 'schedule'; readonly expression: string }
  | {
      readonly kind: 'mail-events';
      readonly queue: QueueTuning;
      readonly maximumConcurrency: FunctionTuning['maximumConcurrency'];
    }
  | {
      readonly kind: 'inserted-records';
      /** Maximum records per invocation; 1–1,000. */
      readonly batchSize: number;
      /** Seconds that Lambda waits for a batch to fill, 0–300. */
      readonly batchingWindowSeconds: number;
      /** Queue of the stream records that the function could not handle. */
      readonly queue: QueueTuning;
      readonly maximumConcurrency: FunctionTuning['maximumConcurrency'];
    }
  | {
      readonly kind: 'uploads';
      readonly queue: QueueTuning;
      readonly maximumConcurrency: FunctionTuning['maximumConcurrency'];
    }
  | { readonly kind: 'http'; readonly routes: readonly string[] };

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
