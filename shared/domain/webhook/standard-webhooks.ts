import { CodedError, type Fault } from '../kit/errors/coded-error';
import type { Signer } from './standard-webhooks-key';

export interface SignInput {
  /** The same in every attempt; receivers deduplicate by it. 1–128 of `A–Z a–z 0–9 _ -`. */
  readonly id: string;
  /** Unix time of this attempt, whole seconds. Receivers refuse one that is more than five minutes off. */
  readonly timestampSeconds: number;
  /** Exactly what is sent. A string is signed and sent as UTF-8. */
  readonly body: string;
  /** The current secret first; during a rotation also the old one. At least one. */
  readonly secrets: readonly Signer[];
}

export type SignatureHeaders = Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>>;

/**
 * Signs one attempt. Several signatures are separated by a space.
 *
 * @throws CodedError `webhook.signature.invalid` with every fault: an id that could forge another content, a timestamp
 * that is not whole seconds, no secret
 * @see Standard Webhooks 1.0.0, "Signature scheme" and "Webhook headers"
 */
export const sign = (input: SignInput): SignatureHeaders => {
  assertSignable(input);
  const { id, timestampSeconds, body, secrets } = input;
  const content = `${id}.${timestampSeconds}.${body}`;
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': secrets.map((signer) => signer(content)).join(' '),
  };
};

const ID = /^[\w-]{1,128}$/;

const assertSignable = ({ id, timestampSeconds, secrets }: SignInput): void => {
  const faults: Fault[] = [];
  // A full stop would let one id and body sign for another pair.
  if (!ID.test(id)) faults.push(fault('id', `${JSON.stringify(id.slice(0, 128))} is not 1–128 of A–Z a–z 0–9 _ -`));
  if (!Number.isSafeInteger(timestampSeconds) || timestampSeconds < 0) {
    faults.push(fault('timestampSeconds', `${timestampSeconds} is not whole Unix seconds`));
  }
  if (secrets.length === 0) faults.push(fault('secrets', 'there is no secret, needed is at least one'));
  if (faults.length > 0) throw invalid(faults);
};

const fault = (field: string, message: string): Fault => ({
  code: 'webhook.signature.invalid',
  path: `/${field}`,
  message,
});

const invalid = (faults: readonly Fault[]): CodedError =>
  new CodedError(
    'webhook.signature.invalid',
    faults.map(({ message }) => message).join('; '),
    'give what the faults list',
    faults,
  );
