import fc from 'fast-check';

/**
 * What goes wrong at one call of a port, counted over all processes.
 *
 * - `refused`: throttled, nothing happens
 * - `lost`: it happens, and its caller sees a time-out
 * - `kill before`, `kill after`: the caller's process dies before the request leaves, or before the answer is there
 * - `freeze before`, `freeze after`: the process stands still at that moment for `seconds`, and then goes on
 */
export const FAULT_KINDS = ['refused', 'lost', 'kill before', 'kill after', 'freeze before', 'freeze after'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  readonly call: number;
  readonly kind: FaultKind;
  /** Of a freeze. */
  readonly seconds: number;
}

/**
 * What one attempt comes to. `accepted`: it is there. `uncertain`: it is there, and the answer was lost; the service
 * says so by feedback. The others never arrived.
 */
export const TROUBLES = ['busy', 'retry after', 'turn', 'quota', 'uncertain', 'refused'] as const;
export type Trouble = (typeof TROUBLES)[number];

export interface PlannedNotification {
  /** Seconds after the start. */
  readonly at: number;
  /** For each target, what its attempts come to before one is accepted. */
  readonly targets: readonly (readonly Trouble[])[];
}

/** What an operator does, and when. */
export interface Operation {
  readonly at: number;
  readonly what: 'redrive' | 'replay' | 'publish again' | 'deploy' | 'purge';
}

/** One run of the model. Everything in it can be left out or made smaller, which is how a failure is shrunk. */
export interface Plan {
  /** Of latencies and jitter. */
  readonly seed: number;
  readonly notifications: readonly PlannedNotification[];
  readonly faults: readonly Fault[];
  /** Receives, counted over all queues, after which SQS hands the message to another consumer at once. */
  readonly duplicates: readonly number[];
  /** Messages that the sweeper brings back, counted, which SQS refuses while it stores the others of their batch. */
  readonly refusedOffers: readonly number[];
  readonly operations: readonly Operation[];
  /** SQS deletes a message by a receipt handle that is not its latest: it may, or may not. */
  readonly deletesByOldHandles: boolean;
  /** What a function returns after its time is still honoured: it may have been the platform that stood still. */
  readonly honoursLateReturns: boolean;
  readonly overlappingSweeps: boolean;
  readonly indexLagSeconds: number;
  /** Of each process, in turn. */
  readonly clockSkewSeconds: readonly number[];
  readonly visibilityTimeoutSeconds: number;
  /** A mail service: it says what it took over, so that an attempt whose answer was lost is not made again. */
  readonly isMail: boolean;
  /** How soon it says so. */
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

/** A plan in which nothing goes wrong but what is given. */
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
