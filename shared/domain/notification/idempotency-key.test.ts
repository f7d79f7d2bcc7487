import { derivedId } from './derived-id';
import { parseNotification } from './parse-notification';
import { codesOf, faultsOf, KEY, options, valid } from './testing/valid-notification';

describe('an idempotency key', () => {
  const keyed = { ...valid, idempotencykey: KEY, id: derivedId('acme', KEY) };

  it('is accepted with the id derived from it', () => {
    expect(parseNotification(JSON.stringify(keyed), options)).toEqual({ ok: true, notification: keyed });
  });

  it('is refused with any other id, and the message says which is expected', () => {
    const message = `id is ${valid.id}, expected ${keyed.id}, which follows from tenant and idempotencykey; leave idempotencykey out to choose an id`;
    expect(faultsOf(JSON.stringify({ ...keyed, id: valid.id }))).toEqual([
      { code: 'notification.id.not_derived', path: '/id', message },
    ]);
  });

  it('is validated beside other faults, if tenant, key and id are readable', () => {
    const wrong = { ...keyed, id: valid.id, severity: 'fatal' };
    expect(codesOf(wrong)).toEqual(['notification.severity.malformed /severity', 'notification.id.not_derived /id']);
    expect(codesOf({ ...wrong, tenant: 'ACME' })).not.toContain('notification.id.not_derived /id');
  });

  it('of another tenant gives another id', () => {
    expect(codesOf({ ...keyed, tenant: 'other' })).toEqual(['notification.id.not_derived /id']);
  });
});
