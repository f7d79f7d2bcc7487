import { memoryAudit } from '../memory/memory-audit';
import type { AcceptedEvent } from '../ports/ledger';
import { anEvent } from '../testing/ledger/ledger-fixtures';
import { gatherEvents } from './gather-events';

/** A chain that notes what it was given at once, and refuses a tenant. */
function aChain() {
  const audit = memoryAudit();
  const appended: (readonly AcceptedEvent[])[] = [];
  const append = async (events: readonly AcceptedEvent[]) => {
    appended.push(events);
    if (events[0]?.tenant === 'refused') throw new Error('refused');
    return audit.append(events);
  };
  return { appended, events: gatherEvents({ append }) };
}

const [one, two] = [anEvent({ tenant: 'acme' }), anEvent({ tenant: 'acme' })];
const other = anEvent({ tenant: 'other' });

it('accepts what comes at once in one transaction for each tenant', async () => {
  const { events, appended } = aChain();
  const answers = await Promise.all([one, other, two, one].map((event) => events.accept(event)));
  expect(answers.map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'accepted', 'known']);
  expect(appended).toEqual([[one, two, one], [other]]);
});

it('accepts what comes later by itself', async () => {
  const { events, appended } = aChain();
  for (const event of [one, two]) expect(await events.accept(event)).toEqual({ kind: 'accepted' });
  expect(appended).toEqual([[one], [two]]);
});

it('fails for the events of a transaction that fails, and no others', async () => {
  const { events } = aChain();
  const refused = anEvent({ tenant: 'refused' });
  const results = await Promise.allSettled([refused, one, refused].map((event) => events.accept(event)));
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected']);
});
