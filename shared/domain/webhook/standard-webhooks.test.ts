import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { thrown } from '../../testing/thrown';
import { CodedError } from '../kit/errors/coded-error';
import { sign } from './standard-webhooks';
import { formatSecret, prepareSecret } from './standard-webhooks-secret';

/** Of the Standard Webhooks reference libraries' own test suites. */
const PUBLISHED = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestampSeconds: 1_614_265_330,
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};

const secretBytes = fc.uint8Array({ minLength: 24, maxLength: 64 });

describe('sign', () => {
  it('makes the published vector', () => {
    const { secret, signature, ...input } = PUBLISHED;
    expect(sign({ ...input, secrets: [prepareSecret(secret)] })).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': signature,
    });
  });

  it('is verified by the reference library for any body and either secret of a rotation', () => {
    const timestampSeconds = Math.floor(Date.now() / 1000);
    fc.assert(
      fc.property(fc.json(), fc.array(secretBytes, { minLength: 1, maxLength: 3 }), (body, keys) => {
        const secrets = keys.map(formatSecret);
        const headers = sign({ id: '01J', timestampSeconds, body, secrets: secrets.map(prepareSecret) });
        for (const secret of secrets) expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
      }),
      { numRuns: 50 },
    );
  });

  it('signs the bytes that are sent, lone surrogates and all', () => {
    const timestampSeconds = Math.floor(Date.now() / 1000);
    const body = '"\ud800 ü €"';
    const headers = sign({ id: 'a', timestampSeconds, body, secrets: [prepareSecret(PUBLISHED.secret)] });
    const sent = Buffer.from(body);
    expect(new Webhook(PUBLISHED.secret).verify(sent, headers)).toEqual(JSON.parse(sent.toString()));
  });

  it('separates the signatures of several secrets by a space, the first secret first', () => {
    const secrets = [prepareSecret(PUBLISHED.secret), () => 'v1a,another'];
    const headers = sign({ ...PUBLISHED, secrets });
    expect(headers['webhook-signature']).toBe(`${PUBLISHED.signature} v1a,another`);
  });

  it('refuses an id with a full stop, a broken timestamp and no secret, all at once', () => {
    const error = thrown(() => sign({ id: 'a.1', timestampSeconds: 1.5, body: '', secrets: [] }));
    expect(error).toBeInstanceOf(CodedError);
    expect(error).toMatchObject({
      code: 'webhook.signature.invalid',
      message:
        '"a.1" is not 1–128 of A–Z a–z 0–9 _ -; 1.5 is not whole Unix seconds; there is no secret, needed is at least one',
      fix: 'give what the faults list',
      faults: [
        {
          code: 'webhook.signature.invalid',
          path: '/id',
          message: '"a.1" is not 1–128 of A–Z a–z 0–9 _ -',
        },
        { code: 'webhook.signature.invalid', path: '/timestampSeconds', message: '1.5 is not whole Unix seconds' },
        {
          code: 'webhook.signature.invalid',
          path: '/secrets',
          message: 'there is no secret, needed is at least one',
        },
      ],
    });
  });

  it('takes the moment from which Unix counts, and none before', () => {
    const at = (timestampSeconds: number) =>
      sign({ ...PUBLISHED, timestampSeconds, secrets: [prepareSecret(PUBLISHED.secret)] });
    expect(at(0)['webhook-timestamp']).toBe('0');
    expect(() => at(-1)).toThrow('-1 is not whole Unix seconds');
  });

  it('repeats no more than 128 characters of an id', () => {
    const refused = () => sign({ ...PUBLISHED, id: 'x'.repeat(500), secrets: [() => ''] });
    expect(refused).toThrow(`"${'x'.repeat(128)}" is not 1–128 of A–Z a–z 0–9 _ -`);
  });

  it.each(['', 'a\r\nx: y', 'a b', 'ü', 'x'.repeat(129)])('refuses the id %j', (id) => {
    expect(() => sign({ ...PUBLISHED, id, secrets: [prepareSecret(PUBLISHED.secret)] })).toThrow(CodedError);
  });
});
