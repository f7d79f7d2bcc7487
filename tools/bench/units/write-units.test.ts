import { claimUpdate, settleUpdate } from '../../../shared/aws/dynamodb/delivery-commands';
import { itemStore } from './write-units';

const TABLE = { tableName: 'ledger', retentionDays: 30 };
const KEY = { notificationId: '01M83VVAE0DXK8DR745633EZ6J', channel: 'webhook', target: 'ep_1', tenant: 'demo' };
const NOW = '2026-11-23T09:30:00.000Z';
const CLAIM = { attempt: 1, now: NOW, leaseUntil: '2026-11-23T09:31:05.000Z', leaseLimit: NOW };
const SETTLEMENT = {
  state: 'delivered',
  n: 1,
  lease: CLAIM.leaseUntil,
  attempt: { n: 1, at: NOW, durationMs: 12, outcome: 'delivered' },
} as const;

const text = (length: number) => ({ S: 'x'.repeat(length) });
const key = { pk: { S: 'a' }, sk: { S: 'E' } };

describe('write units', () => {
  it('are one for each begun KB of the item', () => {
    const put = (length: number) => ({ TableName: 't', Item: { ...key, text: text(length) } });
    const units = [1, 1_014, 1_015, 2_500].map((length) => itemStore().writeUnits('PutItem', put(length)));
    expect(units).toEqual([1, 1, 2, 3]);
  });

  it('of an update are those of the larger item, before or after it', () => {
    const store = itemStore();
    store.writeUnits('PutItem', { TableName: 't', Item: { ...key, parked: text(3_000) } });
    const removal = { TableName: 't', Key: key, UpdateExpression: 'REMOVE parked' };
    expect([1, 2].map(() => store.writeUnits('UpdateItem', removal))).toEqual([3, 1]);
  });

  it('are twice as many in a transaction, and none for a read', () => {
    const Put = { TableName: 't', Item: key };
    expect(itemStore().writeUnits('TransactWriteItems', { TransactItems: [{ Put }, { Put }] })).toBe(4);
    expect(itemStore().writeUnits('Query', {})).toBe(0);
  });

  it("follow the ledger's own commands", () => {
    const store = itemStore();
    const updates = [claimUpdate(KEY, CLAIM, TABLE), settleUpdate(KEY, SETTLEMENT, undefined, TABLE)];
    const units = updates.map(({ input }) => store.writeUnits('UpdateItem', { ...input }));
    expect(units).toEqual([1, 1]);
    const { notificationId, channel, target, tenant } = KEY;
    expect(store.items('D#')).toEqual([
      {
        pk: { S: notificationId },
        sk: { S: 'D#webhook#ep_1' },
        notificationId: { S: notificationId },
        channel: { S: channel },
        target: { S: target },
        tenant: { S: tenant },
        state: { S: 'delivered' },
        attempted: { N: '1' },
        attempts: {
          L: [{ M: { n: { N: '1' }, at: { S: NOW }, durationMs: { N: '12' }, outcome: { S: 'delivered' } } }],
        },
        expiresAt: { N: '1798018200' },
      },
    ]);
  });

  it('of statements are those of their items', () => {
    const store = itemStore();
    const insert = { Statement: `INSERT INTO "t" VALUE {'pk': ?, 'sk': ?, 'text': ?}` };
    const update = {
      Statement: `UPDATE "t" SET "state" = ? SET "attempted" = ? REMOVE "text"
        WHERE "pk" = ? AND "sk" = ? AND "state" = 'claimed' AND "feedback" IS MISSING`,
    };
    const Statements = [
      { ...insert, Parameters: [key.pk, key.sk, text(2_000)] },
      { ...update, Parameters: [{ S: 'delivered' }, { N: '1' }, key.pk, key.sk] },
    ];
    expect(store.writeUnits('BatchExecuteStatement', { Statements })).toBe(4);
    expect(store.items('E')).toEqual([{ ...key, state: { S: 'delivered' }, attempted: { N: '1' } }]);
  });
});
