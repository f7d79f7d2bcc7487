import type { Environment } from '../environment';
import { senderDomain } from './sender-domain';
import { dkimDomain } from './ses-regions';

/** MAIL FROM domain, which receives bounces: receivers then check SPF for our domain, not for Amazon's. */
export const mailFromDomain = ({ sender }: Pick<Environment, 'sender'>): string => `bounce.${senderDomain(sender)}`;

/** DKIM tokens, which SES generates: three for each identity. */
const TOKENS = [0, 1, 2].map(
  (n) => `\${aws_sesv2_email_identity.mail_identity.dkim_signing_attributes[0].tokens[${n}]}`,
);

/**
 * DNS records, one a line, that authenticate mail which SES sends for the domain: DKIM, SPF by MAIL FROM, and DMARC with
 * policy `none`, which requires one of the two and rejects nothing yet.
 *
 * @see Amazon SES Developer Guide, "Easy DKIM", "Using a custom MAIL FROM domain", "Complying with DMARC"
 */
export function mailRecords(environment: Pick<Environment, 'sender' | 'region'>): string {
  const { sender, region } = environment;
  const domain = senderDomain(sender);
  const from = mailFromDomain(environment);
  return [
    ...TOKENS.map((token) => `${token}._domainkey.${domain}. CNAME ${token}.${dkimDomain(region)}.`),
    `${from}. MX 10 feedback-smtp.${region}.amazonses.com.`,
    `${from}. TXT "v=spf1 include:amazonses.com ~all"`,
    `_dmarc.${domain}. TXT "v=DMARC1; p=none"`,
  ].join('\n');
}
