import { aNotification } from '../../testing/factories';
import { readRecord } from './read-record';

const notification = aNotification({ id: '01JDCQ7Z3K9V5N8X2M4T6R0WYA', tenant: 'acme' });
const { id, tenant, type } = notification;
const recorded = (changes: object) => ({ id, tenant, type, text: JSON.stringify({ ...notification, ...changes }) });

describe('readRecord', () => {
  it('reads an accepted notification', () => {
    expect(readRecord(recorded({}))).toEqual({ ok: true, notification });
  });

  it('lists the faults of a text that is no notification', () => {
    expect(readRecord({ id, tenant, type, text: '{' })).toMatchObject({
      ok: false,
      faults: [{ code: 'json.malformed' }],
    });
    expect(readRecord(recorded({ channels: undefined }))).toMatchObject({ ok: false, faults: [{ path: '/channels' }] });
  });

  it('refuses a text of another id, tenant or type than the item that holds it', () => {
    const foreign = { id: '01JDCQ7Z3K9V5N8X2M4T6R0WYB', tenant: 'other', type: 'order.lost' };
    expect(readRecord(recorded(foreign))).toEqual({
      ok: false,
      faults: [
        {
          code: 'ledger.record.foreign',
          path: '/id',
          message: 'id is 01JDCQ7Z3K9V5N8X2M4T6R0WYB, expected 01JDCQ7Z3K9V5N8X2M4T6R0WYA as in the ledger',
        },
        {
          code: 'ledger.record.foreign',
          path: '/tenant',
          message: 'tenant is other, expected acme as in the ledger',
        },
        {
          code: 'ledger.record.foreign',
          path: '/type',
          message: 'type is order.lost, expected order.shipped as in the ledger',
        },
      ],
    });
  });
});
