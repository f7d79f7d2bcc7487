import { ulid } from 'ulid';
import { A_MESSAGE_ID } from '../../testing/factories';
import { HOSTILE_IDS } from '../../testing/hostile-ids';
import { thrown } from '../../testing/thrown';
import { derivedId } from './derived-id';
import { isRecordId, recordId } from './record-id';

test.each([ulid(), derivedId('acme', 'order-4711'), A_MESSAGE_ID])('%s is recorded under itself', (id) => {
  expect([recordId(id), isRecordId(id)]).toEqual([id, true]);
});

test.each(HOSTILE_IDS.map((id) => [id.slice(0, 40), id]))('nothing is recorded under %j', (_shown, id) => {
  expect([thrown(() => recordId(id)), isRecordId(id)]).toEqual([
    expect.objectContaining({ code: 'ledger.id.malformed' }),
    false,
  ]);
});

test.each([undefined, null, 1, [ulid()], {}])('%j is no id', (value) => expect(isRecordId(value)).toBe(false));
