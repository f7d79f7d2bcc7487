import { aPlan, type Plan } from './plan';

/** Regression plans: shrunk plans that once lost or repeated something; `holes.ts` has the lines that fixed it. */
export const SCHEDULES: Readonly<Record<string, Plan>> = {
  'the queue loses the message that a claim was made for, whose owner died': aPlan({
    notifications: [{ at: 0, targets: [['busy']] }],
    faults: [{ call: 9, kind: 'kill after', seconds: 0 }],
    operations: [{ at: 10, what: 'purge' }],
  }),
  'a process thaws with the result of a delivery that another has put off for an hour': aPlan({
    notifications: [{ at: 0, targets: [['quota', 'quota']] }],
    faults: [{ call: 6, kind: 'freeze before', seconds: 70 }],
    visibilityTimeoutSeconds: 40,
  }),
  'SES takes a mail, and says so half a minute after its answer was lost': aPlan({
    notifications: [{ at: 0, targets: [['uncertain']] }],
    isMail: true,
    feedbackSeconds: 30,
  }),
  'SES takes the last attempt of a mail, its answer is lost, and an operator redrives it': aPlan({
    notifications: [{ at: 0, targets: [['busy', 'busy', 'busy', 'uncertain']] }],
    operations: [{ at: 30_000, what: 'redrive' }],
    isMail: true,
  }),
  'the same, and the operator is faster than what SES says': aPlan({
    notifications: [{ at: 0, targets: [['busy', 'busy', 'busy', 'uncertain']] }],
    operations: [{ at: 4_000, what: 'redrive' }],
    isMail: true,
    feedbackSeconds: 200,
  }),
  'a process thaws right before its effect': aPlan({
    faults: [{ call: 4, kind: 'freeze after', seconds: 300 }],
  }),
  'the ledger refuses once to record that the effect happened': aPlan({
    faults: [{ call: 6, kind: 'refused', seconds: 0 }],
  }),
  'a redrive comes twice': aPlan({
    notifications: [{ at: 0, targets: [['refused', 'refused', 'refused']] }],
    operations: [{ at: 700, what: 'redrive' }],
    duplicates: [3],
  }),
  'a process dies once it has sent the message of the next attempt, which then comes before its time': aPlan({
    notifications: [{ at: 0, targets: [['busy', 'uncertain']] }],
    faults: [{ call: 6, kind: 'kill after', seconds: 0 }],
    isMail: true,
    feedbackSeconds: 200,
    visibilityTimeoutSeconds: 20,
  }),
  'the ledger refuses once to record that the answer of a mail was lost, and an operator replays it': aPlan({
    notifications: [{ at: 0, targets: [['uncertain']] }],
    faults: [{ call: 7, kind: 'refused', seconds: 0 }],
    operations: [{ at: 120, what: 'replay' }],
    isMail: true,
    feedbackSeconds: 200,
  }),
  'a message is handed to two consumers, and the one that has the claim dies': aPlan({
    faults: [{ call: 6, kind: 'kill before', seconds: 0 }],
    duplicates: [1],
  }),
  'two replays, and the message of the first comes twice': aPlan({
    notifications: [{ at: 0, targets: [['refused', 'refused', 'refused']] }],
    operations: [
      { at: 120, what: 'replay' },
      { at: 120, what: 'replay' },
    ],
    duplicates: [3],
  }),
  'a process claims an hour late, because it was frozen, what a redrive was granted, and the process of that dies':
    aPlan({
      notifications: [
        { at: 0, targets: [['busy', 'busy']] },
        { at: 30, targets: [['turn'], ['busy', 'refused']] },
      ],
      faults: [
        { call: 62, kind: 'kill after', seconds: 2 },
        { call: 43, kind: 'freeze before', seconds: 4_000 },
        { call: 64, kind: 'kill before', seconds: 2 },
        { call: 9, kind: 'refused', seconds: 2 },
      ],
      duplicates: [4, 8, 11],
      operations: [
        { at: 3, what: 'publish again' },
        { at: 4_000, what: 'redrive' },
      ],
      deletesByOldHandles: false,
      honoursLateReturns: false,
      visibilityTimeoutSeconds: 20,
      feedbackSeconds: 1,
    }),
};
