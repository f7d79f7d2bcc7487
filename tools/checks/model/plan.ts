import fc from 'fast-check';

/**
 * Fault injected into one call of a port, counted over all processes.
 *
 * - `refused`: throttled, without effect
 * - `lost`: takes effect, and the caller gets a timeout
 * - `kill before`, `kill after`: the caller's process dies before the request is sent, or before the response arrives
 * - `freeze before`, `freeze after`: the process freezes at that point for `seconds`, then resumes
 */
export const FAULT_KINDS = ['refused', 'lost', 'kill before', 'kill after', 'freeze before', 'freeze after'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  readonly call: number;
  readonly kind: FaultKind;
  /** Duration of a freeze. */
  readonly seconds: number;
}

/**
 * Result of one attempt other than acceptance. `uncertain`: it arrived, but the response was lost; feedback of the service
 * reports it. The others did not arrive.
 */
export const TROUBLES = ['busy', 'retry after', 'turn', 'quota', 'uncertain', 'refused'] as const;
export type Trouble = (typeof TROUBLES)[number];

export interface PlannedNotification {
  /** Seconds after the start. */
  readonly at: number;
  /** For each target, the results of its attempts before one is accepted. */
  readonly targets: readonly (readonly Trouble[])[];
}

/** A scheduled operation. */
export interface Operation {
  readonly at: number;
  readonly what: 'redrive' | 'replay' | 'publish again' | 'deploy' | 'purge';
}

/** One run of the model. Every part can be removed or reduced, so that a failure can be shrunk. */
export interface Plan {
  /** Seed of latencies and jitter. */
  readonly seed: number;
  readonly notifications: readonly PlannedNotification[];
  readonly faults: readonly Fault[];
  /** Numbers of receives, over all queues, whose message SQS delivers to a second consumer at once. */
  readonly duplicates: readonly number[];
  /** Numbers of messages from the sweeper that SQS refuses while it stores the others of their batch. */
  readonly refusedOffers: readonly number[];
  readonly operations: readonly Operation[];
  /** Whether SQS deletes a message by an outdated receipt handle; it may do either. */
  readonly deletesByOldHandles: boolean;
  /** Whether Lambda accepts a response after the timeout: the platform itself may have been frozen. */
  readonly honoursLateReturns: boolean;
  readonly overlappingSweeps: boolean;
  readonly indexLagSeconds: number;
  /** Clock skew of the processes, assigned round-robin. */
  readonly clockSkewSeconds: readonly number[];
  readonly visibilityTimeoutSeconds: number;
  /** Whether the receiver is a mail service, whose feedback prevents a retry of an attempt with a lost response. */
  readonly isMail: boolean;
  /** Delay of the feedback. */
  readonly feedbackSeconds: number;
}

const fault = fc.record<Fault>({
  call: fc.integer({ min: 1, max: 80 }),
  kind: fc.constantFrom(...FAULT_KINDS),
  seconds: fc.constantFrom(5, 40, 70, 300, 4_000, 40_000),
});
const troubles = fc.array(fc.constantFrom(...TROUBLES), { maxLength: 6 });
const notification = fc.record<PlannedNotification>({
  at: fc.constantFrom(0, 0, 1, 30),
  targets: fc.oneof(
    { weight: 150, arbitrary: fc.array(troubles, { minLength: 1, maxLength: 3 }) },
    { weight: 1, arbitrary: fc.constant(Array.from({ length: 103 }, () => [])) },
  ),
});
const operation = fc.record<Operation>({
  at: fc.constantFrom(0, 20, 120, 700, 4_000, 30_000),
  what: fc.constantFrom('redrive', 'replay', 'publish again', 'deploy', 'purge'),
});

export const anyPlan: fc.Arbitrary<Plan> = fc.record<Plan>({
  seed: fc.nat(10_000),
  notifications: fc.array(notification, { minLength: 1, maxLength: 3 }),
  faults: fc.array(fault, { maxLength: 6 }),
  duplicates: fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 3 }),
  refusedOffers: fc.array(fc.integer({ min: 1, max: 10 }), { maxLength: 2 }),
  operations: fc.array(operation, { maxLength: 3 }),
  deletesByOldHandles: fc.boolean(),
  honoursLateReturns: fc.boolean(),
  overlappingSweeps: fc.boolean(),
  indexLagSeconds: fc.constantFrom(0, 0, 90),
  clockSkewSeconds: fc.array(fc.integer({ min: -4, max: 4 }), { maxLength: 3 }),
  visibilityTimeoutSeconds: fc.constantFrom(20, 40, 60, 180),
  isMail: fc.boolean(),
  feedbackSeconds: fc.constantFrom(1, 30, 200),
});

/** A plan without faults but the given ones. */
export const aPlan = (given: Partial<Plan> = {}): Plan => ({
  seed: 1,
  notifications: [{ at: 0, targets: [[]] }],
  faults: [],
  duplicates: [],
  operations: [],
  refusedOffers: [],
  deletesByOldHandles: true,
  honoursLateReturns: true,
  overlappingSweeps: false,
  indexLagSeconds: 0,
  clockSkewSeconds: [],
  visibilityTimeoutSeconds: 60,
  isMail: false,
  feedbackSeconds: 1,
  ...given,
});
