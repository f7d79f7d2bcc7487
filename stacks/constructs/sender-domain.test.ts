import { senderDomain } from './sender-domain';

test("the sender's domain follows the last @, in lower case as in ARNs", () => {
  expect(senderDomain('"a@b"@Mail.Example.com')).toBe('mail.example.com');
});
