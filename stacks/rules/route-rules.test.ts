import { channels } from '../../handlers';
import audit from '../../handlers/channels/audit/channel';
import email from '../../handlers/channels/email/channel';
import type { ChannelManifest } from '../../shared/domain/manifest/channel';
import type { Arrival } from '../../shared/domain/routes/routes';
import { routeFaults } from './route-rules';

const shipped: Arrival = { type: 'order.shipped', channels: ['email'], severity: 'info' };
const paged: Arrival = { type: 'disk.full', channels: ['email', 'pager'], severity: 'critical' };
const pager: ChannelManifest = { ...email, name: 'pager', filterPolicy: { channels: ['pager'] } };

const faultsOf = (manifests: readonly ChannelManifest[], types: readonly Arrival[], unknownTypes = 'refuse') =>
  routeFaults(manifests, types, { unknownTypes: unknownTypes as 'refuse' }).map(({ code, path }) => `${code} ${path}`);

it.each<[string, readonly ChannelManifest[], readonly Arrival[]]>([
  ['types that a channel takes by default', [email, pager, audit], [shipped, paged]],
  ['a channel that takes everything', [email, { ...pager, filterPolicy: {} }], [shipped]],
  ['a channel for a tenant', [email, { ...pager, filterPolicy: { tenant: ['acme'] } }], [shipped]],
  ['a type that some tenants receive', [{ ...email, filterPolicy: { tenant: [{ prefix: 'ac' }] } }], [shipped]],
  ['a channel that producers name', [email, { ...pager, onRequest: true }], [shipped]],
  ['no channel', [], [shipped]],
  ['no type', [email, pager], []],
])('%s is no fault', (_, manifests, types) => {
  expect(faultsOf(manifests, types)).toEqual([]);
});

it('a type that only the audit takes has no receiver', () => {
  const quiet = { ...shipped, type: 'order.seen', channels: ['audit'] };
  expect(routeFaults([email, audit], [shipped, quiet], { unknownTypes: 'refuse' })).toEqual([
    {
      code: 'stack.route.no_receiver',
      path: '/types/1/channels',
      message:
        "type 'order.seen' goes to audit, and no channel that delivers takes it, allowed at least one of email; name one in the type's `channels` in shared/catalogue",
    },
  ]);
});

it('a channel that no type reaches is refused, with its filter policy and what may be changed', () => {
  expect(routeFaults([email, pager], [shipped], { unknownTypes: 'refuse' })).toEqual([
    {
      code: 'stack.route.unreached',
      path: '/channels/1/filterPolicy',
      message: `none of the 1 types of the catalogue reaches channel 'pager', whose filter policy is {"channels":["pager"]}, allowed at least one; name the channel in a type's \`channels\` in shared/catalogue, change the filter policy, or set \`onRequest\` if producers name it themselves`,
    },
  ]);
});

it('a channel on request must be reachable by a type whose producer names it, unless types may be unknown', () => {
  const misspelt = { ...pager, onRequest: true, filterPolicy: { channels: ['pager'], type: ['disk.ful'] } };
  expect(faultsOf([email, misspelt], [shipped, paged])).toEqual(['stack.route.unreached /channels/1/filterPolicy']);
  expect(faultsOf([email, misspelt], [shipped, paged], 'allow')).toEqual([]);
});

it('all faults are reported at once', () => {
  const elsewhere = { ...shipped, type: 'order.lost', channels: ['sms'] };
  expect(faultsOf([email, pager], [elsewhere, shipped])).toEqual([
    'stack.route.no_receiver /types/0/channels',
    'stack.route.unreached /channels/1/filterPolicy',
  ]);
});

it('a topic has at most 200 filter policies, and channels without one do not count', () => {
  const many = (count: number) => Array.from({ length: count }, (_, n) => ({ ...email, name: `c${n}` }));
  expect(faultsOf([...many(200), audit], [shipped])).toEqual([]);
  expect(faultsOf([...many(201), audit], [shipped])).toEqual(['stack.route.too_many_filters /channels']);
});

it('the registry reaches every type, whatever the environment', () => {
  for (const unknownTypes of ['refuse', 'allow'] as const) {
    expect(routeFaults(channels, [shipped, { ...shipped, channels: ['webhook'] }], { unknownTypes })).toEqual([]);
  }
});
