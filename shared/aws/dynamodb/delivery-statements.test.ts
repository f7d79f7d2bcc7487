import { aClaim, aDeferral, aKey, aParking, aSettlement, at } from '../../testing/ledger/ledger-fixtures';
import { claimStatement, settleStatement } from './delivery-statements';

const table = { tableName: 'ledger', retentionDays: 30 };
const key = aKey();

test('only the first claim of a schedule, whose delivery cannot exist yet, is a statement', () => {
  expect(claimStatement(key, aClaim(), table)).toBeDefined();
  expect(
    [aClaim({ attempt: 2 }), aClaim({ redrive: at(0) }), { ...aClaim(), mayExist: true }].map((claim) =>
      claimStatement(key, claim, table),
    ),
  ).toEqual([undefined, undefined]);
});

test('only the result of a first attempt whose effect happened, and that waits for nothing, is a statement', () => {
  const statementOf = (settlement: Parameters<typeof settleStatement>[1]) =>
    settleStatement(key, settlement, undefined, table);
  expect([aSettlement(1, 'delivered'), aSettlement(1, 'sent')].map(statementOf)).not.toContain(undefined);
  const others = [
    aSettlement(2, 'delivered'),
    ...(['retrying', 'failed', 'suppressed', 'rejected', 'held'] as const).map((state) => aSettlement(1, state)),
    aDeferral(1),
    { ...aSettlement(1, 'delivered'), notBefore: at(60) },
  ];
  expect(others.map(statementOf)).toEqual(others.map(() => undefined));
  expect(settleStatement(key, aSettlement(1, 'sent'), aParking(60), table)).toBeUndefined();
});
