import { senderDomain } from './sender-domain';

test("the sender's domain is what follows the last @, in lower case as ARNs have it", () => {
  expect(senderDomain('"a@b"@Mail.Example.com')).toBe('mail.example.com');
});
