import { formatSigningKey, publicKeyOf } from '../../../shared/domain/webhook/standard-webhooks-key';
import { receiverSecret } from '../../../shared/operations/endpoints/new-secret';
import { visible } from '../../../shared/operations/endpoints/visible-endpoint';
import { anEndpoint, disabled, A_SECRET as secret } from '../../../shared/testing/factories';
import { aSealedSecret, someSealedHeaders } from '../../../shared/testing/sealed';
import { formatAdded } from './add';
import { jsonWithSecret } from './show-endpoint';

const saved = anEndpoint({ tenant: 'demo', id: 'ep_1', types: ['order.*', 'invoice.created'] });
const endpoint = visible(saved);
const signingKey = formatSigningKey(new Uint8Array(32));
const publicKey = publicKeyOf(signingKey);

describe('what was added', () => {
  test('is shown with a new secret and what it is for', () => {
    const text = formatAdded(endpoint, { secret });
    expect(text).toContain(`added ep_1 for tenant demo
  url         https://hooks.example.com/carillon
  types       order.*, invoice.created
  secret      ${secret}

The secret is shown only now`);
  });

  test('is shown without a secret that was given', () => {
    expect(formatAdded(endpoint, undefined)).not.toContain('whsec_');
    expect(jsonWithSecret(endpoint, undefined)).not.toContain('whsec_');
  });

  test('is shown with the public half of a signing key, and never with the other', () => {
    expect(formatAdded(endpoint, receiverSecret(signingKey))).toContain(`  public key  ${publicKey}\n`);
    expect(
      [formatAdded(endpoint, receiverSecret(signingKey)), jsonWithSecret(endpoint, receiverSecret(signingKey))].join(),
    ).not.toContain('whsk_');
  });

  test('is shown with header names, rate, media type and state if it has them', () => {
    const headers = someSealedHeaders({ authorization: 'Bearer hush', 'x-shop': '1' }, saved);
    const [contentType, state] = ['application/json', disabled('added so')];
    const text = formatAdded(visible({ ...saved, headers, ratePerSecond: 0.5, contentType, state }), undefined);
    expect(text).toBe(`added ep_1 for tenant demo
  url         https://hooks.example.com/carillon
  types       order.*, invoice.created
  headers     authorization, x-shop
  rate        0.5 a second
  media type  application/json
  state       disabled: added so`);
  });

  test('is one JSON document, without sealed values', () => {
    const headers = someSealedHeaders({ 'x-shop': '1' }, saved);
    const secrets = [aSealedSecret(signingKey, saved, { publicKey: 'whpk_x' })];
    const { createdAt } = saved;
    expect(JSON.parse(jsonWithSecret(visible({ ...saved, headers, secrets }), { secret }))).toEqual({
      ...saved,
      headers: ['x-shop'],
      secrets: [{ createdAt, publicKey: 'whpk_x' }],
      secret,
    });
  });
});
