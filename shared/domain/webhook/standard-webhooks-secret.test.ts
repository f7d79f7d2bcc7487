import fc from 'fast-check';
import { thrown } from '../../testing/thrown';
import { checkSecret, formatSecret, prepareSecret } from './standard-webhooks-secret';

const secretBytes = fc.uint8Array({ minLength: 24, maxLength: 64 });

describe('a secret', () => {
  it('survives formatting and is accepted', () => {
    fc.assert(fc.property(secretBytes, (bytes) => expect(checkSecret(formatSecret(bytes))).toEqual([])));
  });

  it.each([
    ['no prefix', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    ['a prefix of public keys', 'whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    ['an upper-case prefix', 'WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    ['the URL alphabet', 'whsec__fKQ9r8GKYqrTwjUPD8ILPZIo2LaLa-w'],
    ['missing padding', `whsec_${'A'.repeat(43)}`],
    ['white space', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n'],
    ['bits beyond the last byte', `whsec_${'A'.repeat(42)}B=`],
    ['nothing', ''],
  ])('with %s is malformed', (_, secret) => {
    expect(checkSecret(secret)).toEqual([
      {
        code: 'webhook.secret.malformed',
        path: '',
        message: "the secret is not 'whsec_' followed by padded standard base64 of 24 to 64 bytes",
      },
    ]);
  });

  it.each([0, 23, 65])('of %i bytes is refused by every function', (length) => {
    const secret = `whsec_${Buffer.alloc(length).toString('base64')}`;
    const fault = {
      code: 'webhook.secret.length',
      path: '',
      message: `the secret has ${length} bytes, allowed are 24 to 64; take 32`,
    };
    const invalid = { code: 'webhook.secret.invalid', message: fault.message, faults: [fault] };
    expect(checkSecret(secret)).toEqual([fault]);
    expect(thrown(() => prepareSecret(secret))).toMatchObject({
      ...invalid,
      fix: "give 'whsec_' and base64 of 32 bytes, or a signing key 'whsk_…'",
    });
    expect(thrown(() => formatSecret(new Uint8Array(length)))).toMatchObject({
      ...invalid,
      fix: 'give 32 random bytes',
    });
  });

  it.each([24, 64])('of %i bytes is accepted', (length) => {
    expect(checkSecret(formatSecret(new Uint8Array(length)))).toEqual([]);
  });

  it.each([
    // Of the reference libraries' own test suites, and of the Svix server.
    ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='],
    [
      'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==',
      'v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==',
    ],
  ])('of either kind signs: %s', (secret, signature) => {
    const content = 'msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}';
    expect(checkSecret(secret)).toEqual([]);
    expect(prepareSecret(secret)(content)).toBe(signature);
  });

  it('is never repeated by an error', () => {
    const secret = 'whsec_dG9wIHNlY3JldA==';
    expect(JSON.stringify(thrown(() => prepareSecret(secret)))).not.toContain('dG9wIHNlY3JldA');
  });
});
