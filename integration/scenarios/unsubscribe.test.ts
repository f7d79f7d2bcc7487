import { ulid } from 'ulid';
import { sealUnsubscribeToken } from '../../shared/domain/mail/unsubscribe-token';
import { aTenant } from '../../shared/testing/factories';
import { apiUrl } from '../support/api';
import { keys, preferences, state } from '../support/harness';
import { scenario } from '../support/scenario';

const linkOf = (token: string): string => apiUrl(`/unsubscribe/${token}`, state.outputs.unsubscribe_url);

async function aLink() {
  const subscription = { tenant: aTenant(), category: 'digest', address: `${ulid().toLowerCase()}@example.com` };
  const url = linkOf(sealUnsubscribeToken(subscription, await keys.current('unsubscribe')));
  return { ...subscription, url };
}

scenario('unsubscribe', ['functions', 'http-api'], () => {
  test('who follows the link is asked, and nothing is changed', async () => {
    const { url, address } = await aLink();
    const response = await fetch(url, { headers: { 'accept-language': 'de' } });
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(await response.text()).toContain('<h1>Wochenberichte abbestellen?</h1>');
    await fetch(url, { method: 'HEAD' });
    expect(await preferences.objections(address)).toEqual([]);
  });

  test('the one click of a mail client unsubscribes, and a second one changes nothing', async () => {
    const { url, tenant, category, address } = await aLink();
    const post = () => fetch(url, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) });
    const first = await post();
    expect([first.status, await first.text()]).toEqual([200, expect.stringContaining('You are unsubscribed')]);
    const recorded = await preferences.objections(address);
    expect(recorded).toEqual([{ kind: 'unsubscribed', tenant, category, address, since: expect.any(String) }]);
    expect((await post()).status).toBe(200);
    expect(await preferences.objections(address)).toEqual(recorded);
  });

  test('a link that was tampered with is refused', async () => {
    const { url, address } = await aLink();
    for (const method of ['GET', 'POST']) expect((await fetch(url.slice(0, -2), { method })).status).toBe(400);
    expect(await preferences.objections(address)).toEqual([]);
  });
});
