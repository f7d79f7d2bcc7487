import { parseStatement } from './parse-statement';
import { updatedItem } from './update-item';

const PARAMETERS = ['a', 'b', 'c', 'd'].map((S) => ({ S }));

describe('a PartiQL statement', () => {
  it('that inserts is the put of an item, with literals', () => {
    const statement = `INSERT INTO "ledger" VALUE {'pk': ?, 'sk': ?, 'state': 'claimed'}`;
    expect(parseStatement(statement, PARAMETERS)).toEqual({
      kind: 'put',
      table: 'ledger',
      item: { pk: { S: 'a' }, sk: { S: 'b' }, state: { S: 'claimed' } },
    });
  });

  it('that updates sets and removes attributes of the item with its key', () => {
    const statement =
      'UPDATE "ledger" SET state = ? SET attempts = list_append(attempts, ?) REMOVE leaseUntil WHERE pk = ? AND sk = ?';
    const attempts = { L: [{ S: 'second' }] };
    const write = parseStatement(statement, [{ S: 'delivered' }, attempts, { S: 'a' }, { S: 'b' }]);
    if (write.kind !== 'update') throw new Error('not an update');
    expect([write.table, write.key]).toEqual(['ledger', { pk: { S: 'a' }, sk: { S: 'b' } }]);
    const before = { leaseUntil: { S: 'later' }, attempts: { L: [{ S: 'first' }] } };
    expect(updatedItem(before, write.update)).toEqual({
      state: { S: 'delivered' },
      attempts: { L: [{ S: 'first' }, { S: 'second' }] },
    });
  });

  it.each([
    ['another statement', 'DELETE FROM "ledger" WHERE pk = ? AND sk = ?', 'cannot read the statement'],
    ['more parameters than it was given', `INSERT INTO "l" VALUE {'a': ?, 'b': ?, 'c': ?, 'd': ?, 'e': ?}`, 'more'],
    ['an update without its key', 'UPDATE "ledger" SET a = ? WHERE pk = ?', 'has no value'],
  ])('is refused with %s, because a wrong size would be a wrong price', (_, statement, message) => {
    expect(() => parseStatement(statement, PARAMETERS)).toThrow(message);
  });
});

describe('an update expression', () => {
  const update = (expression: string) => ({ expression, names: { '#state': 'state' }, values: { ':s': { S: 'new' } } });

  it('keeps what is there already with if_not_exists, also within a map', () => {
    const before = { feedback: { M: { state: { S: 'bounced' } } } };
    const state = (item: object) => updatedItem({ ...item }, update('SET #state = if_not_exists(feedback.#state, :s)'));
    expect([state(before), state({})]).toEqual([{ ...before, state: { S: 'bounced' } }, { state: { S: 'new' } }]);
  });

  it.each([
    ['ADD counter :s', 'not an update with SET and REMOVE alone'],
    ['SET feedback.#state = :s', 'cannot assign to a part of an attribute'],
    ['SET a = missing', 'cannot evaluate missing'],
    ['SET a', 'not an assignment'],
  ])('is refused if it cannot be evaluated: %s', (expression, message) => {
    expect(() => updatedItem({}, update(expression))).toThrow(message);
  });
});
