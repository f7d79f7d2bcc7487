/** Mutation that reverts a fix; the model must find the bug that it prevented. */
export interface Hole {
  readonly name: string;
  readonly file: string;
  /** Source text that occurs once in the file. */
  readonly fix: string;
  readonly instead: string;
}

const CLAIM = 'shared/domain/delivery/claim.ts';
const ATTEMPT = 'shared/runtime/claim-and-attempt.ts';
const RECORD = 'shared/runtime/record-result.ts';

export const HOLES: readonly Hole[] = [
  {
    name: 'a claim removes what is parked, though its owner may die and its message may be gone',
    file: 'shared/memory/memory-ledger.ts',
    fix: '...(existing?.dueAt !== undefined && { dueAt: existing.dueAt }),',
    instead: '',
  },
  {
    name: 'a late result lets go, or counts, an attempt of somebody else',
    file: CLAIM,
    fix: "existing.state === 'claimed' && existing.leaseUntil === lease",
    instead: "existing.attempted < n && !(existing.state === 'claimed' && existing.leaseUntil !== lease)",
  },
  {
    name: 'a mail whose answer was lost is sent again before the service can say that it has it',
    file: 'handlers/channels/email/outcome.ts',
    fix: '?.outcome ?? uncertain)',
    instead: '?.outcome ?? retry)',
  },
  {
    name: 'a mail that was given up because its answer was lost is sent again by a redrive',
    file: CLAIM,
    fix: "['claimed', 'retrying', ...REOPENABLE_STATES]",
    instead: "['claimed', 'retrying']",
  },
  {
    name: 'a process that thaws makes an attempt under a claim that is over',
    file: ATTEMPT,
    fix: 'effect({ begin })',
    instead: 'effect({ begin: () => undefined })',
  },
  {
    name: 'the record of an effect that the ledger refuses is not tried again',
    file: RECORD,
    fix: 'const MAX_TRIES = 10;',
    instead: 'const MAX_TRIES = 1;',
  },
  {
    name: 'a redrive whose message is handed out twice runs two chains',
    file: CLAIM,
    fix: "request.redrive !== undefined && request.redrive > (redrive ?? '');",
    instead: 'request.redrive !== undefined;',
  },
  {
    name: 'an attempt is made before its time, by a message that an abandoned attempt left behind',
    file: CLAIM,
    fix: "const until = state === 'claimed' ? leaseUntil : notBefore;",
    instead: "const until = state === 'claimed' ? leaseUntil : undefined;",
  },
  {
    name: 'a message that comes while somebody holds the claim is acknowledged and not sent back',
    file: 'shared/runtime/deliver-to-target.ts',
    fix: 'return sendBack(waiting, secondsUntil(result.until, dependencies.clock.now()), dependencies);',
    instead: 'return undefined;',
  },
];
