import { ulid } from 'ulid';
import { aNotification } from '../../shared/testing/factories';
import { preferences } from '../harness';
import { scenario } from '../scenario';
import { mailsTo, publish, settled, states } from '../world';

const anAddress = () => `${ulid().toLowerCase()}@example.com`;

scenario('mail', () => {
  test('each recipient gets a mail of their own, by the template of the type', async () => {
    const [ann, ben] = [anAddress(), anAddress()];
    const notification = aNotification({
      channels: 'email',
      recipients: `Ann <${ann}>, ${ben}`,
      type: 'invoice.created',
      data: { invoice: 'R-17', total: '<b>9 €</b>' },
    });
    await publish(notification);
    const [mail, ...more] = await mailsTo(ann);
    expect(more).toEqual([]);
    expect(mail).toMatchObject({ from: 'notifications@carillon.example', to: [expect.stringContaining(ann)] });
    expect(mail?.text).toContain('R-17');
    expect(mail?.html).toContain('&lt;b&gt;9 €&lt;/b&gt;');
    expect(await mailsTo(ben)).toHaveLength(1);
    expect(states(await settled(notification.id, 2))).toEqual([`email ${ann} sent`, `email ${ben} sent`].sort());
  });

  test('a suppressed address gets nothing, in any case, and the others do', async () => {
    const [bounced, fine] = [anAddress(), anAddress()];
    await preferences.suppress({ address: bounced, scope: '*', reason: 'BOUNCE', since: new Date().toISOString() });
    const recipients = `${bounced.toUpperCase()}, ${fine}`;
    const notification = aNotification({ channels: 'email', type: 'invoice.created', recipients });
    await publish(notification);
    const history = await settled(notification.id, 2);
    expect(states(history)).toEqual([`email ${bounced} suppressed`, `email ${fine} sent`].sort());
    expect(await mailsTo(bounced, 0)).toEqual([]);
  });
});
