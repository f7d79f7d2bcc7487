import { formatSigningKey, publicKeyOf } from '../../../shared/domain/webhook/standard-webhooks-key';
import { anEndpoint, disabled, A_SECRET as secret } from '../../../shared/testing/factories';
import { aSealedSecret, someSealedHeaders } from '../../../shared/testing/sealed';
import { formatAdded, jsonAdded } from './add-endpoint';

const endpoint = anEndpoint({ tenant: 'demo', id: 'ep_1', types: ['order.*', 'invoice.created'] });
const signingKey = formatSigningKey(new Uint8Array(32));
const publicKey = publicKeyOf(signingKey);

describe('what was added', () => {
  test('is shown with a new secret and what it is for', () => {
    const text = formatAdded(endpoint, secret);
    expect(text).toContain(`added ep_1 for tenant demo
  url         https://hooks.example.com/carillon
  types       order.*, invoice.created
  secret      ${secret}

The secret is shown only now`);
  });

  test('is shown without a secret that was given', () => {
    expect(formatAdded(endpoint, undefined)).not.toContain('whsec_');
    expect(jsonAdded(endpoint, undefined)).not.toContain('whsec_');
  });

  test('is shown with the public half of a signing key, and never with the other', () => {
    expect(formatAdded(endpoint, signingKey)).toContain(`  public key  ${publicKey}\n`);
    expect([formatAdded(endpoint, signingKey), jsonAdded(endpoint, signingKey)].join()).not.toContain('whsk_');
  });

  test('is shown with names of headers, rate, media type and state where it has them', () => {
    const headers = someSealedHeaders({ authorization: 'Bearer hush', 'x-shop': '1' }, endpoint);
    const text = formatAdded(
      { ...endpoint, headers, ratePerSecond: 0.5, contentType: 'application/json', state: disabled('added so') },
      undefined,
    );
    expect(text).toBe(`added ep_1 for tenant demo
  url         https://hooks.example.com/carillon
  types       order.*, invoice.created
  headers     authorization, x-shop
  rate        0.5 a second
  media type  application/json
  state       disabled: added so`);
  });

  test('is one JSON document, without what is sealed', () => {
    const headers = someSealedHeaders({ 'x-shop': '1' }, endpoint);
    const secrets = [aSealedSecret(signingKey, endpoint, { publicKey: 'whpk_x' })];
    const { createdAt } = endpoint;
    expect(JSON.parse(jsonAdded({ ...endpoint, headers, secrets }, secret))).toEqual({
      ...endpoint,
      headers: ['x-shop'],
      secrets: [{ createdAt, publicKey: 'whpk_x' }],
      secret,
    });
  });
});
