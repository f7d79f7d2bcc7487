import { anEndpoint } from '../../../shared/testing/factories';
import { formatAdded } from './add-endpoint';
import { formatEndpoints } from './list-endpoints';

const endpoint = anEndpoint({ tenant: 'demo', id: 'ep_1', types: ['order.*', 'invoice.created'] });
const [secret] = endpoint.secrets;

describe('what was added', () => {
  test('is shown with a new secret and what it is for', () => {
    const text = formatAdded(endpoint, { json: false, isSecretNew: true });
    expect(text).toContain(`added ep_1 for tenant demo
  url     https://hooks.example.com/carillon
  types   order.*, invoice.created
  secret  ${secret}

The secret is shown only now`);
  });

  test('is shown without a secret that was given', () => {
    expect(formatAdded(endpoint, { json: false, isSecretNew: false })).not.toContain(secret);
    expect(formatAdded(endpoint, { json: true, isSecretNew: false })).not.toContain(secret);
  });

  test('is one JSON document', () => {
    const { secrets: _, ...visible } = endpoint;
    expect(JSON.parse(formatAdded(endpoint, { json: true, isSecretNew: true }))).toEqual({ ...visible, secret });
  });
});

describe('the list', () => {
  test('has a line each, without secrets', () => {
    const disabled = anEndpoint({ id: 'ep_22', enabled: false, url: 'https://a.example.com/' });
    expect(formatEndpoints([endpoint, disabled], 'demo')).toBe(
      `
ID     STATE     TYPES                    URL                                 CREATED
ep_1   enabled   order.*,invoice.created  https://hooks.example.com/carillon  2026-11-23T09:30:00.000Z
ep_22  disabled  *                        https://a.example.com/              2026-11-23T09:30:00.000Z`.trim(),
    );
  });

  test('says when there are none, and how to add one', () => {
    expect(formatEndpoints([], 'demo')).toBe('tenant demo has no endpoints; npx carillon endpoints add --help');
  });
});
