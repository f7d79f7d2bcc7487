// Namespace import for tree shaking: with `import { Type }` a bundle contains all of TypeBox (46 kB), with this only 4 kB.
import * as Type from '@sinclair/typebox';
import { HTTPS_URL_PATTERN } from '../domain/kit/text/https-url';

const DATE = '\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])';
const TIME = '([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)';

/*
 * Patterns and not JSON Schema's `format`, because a validator would include the checks of every format.
 * Days per month are not checked: 30 February is accepted and reads as 2 March.
 */

/** RFC 3339, section 5.6, `full-date`. */
export const date = (what: string) =>
  Type.String({ pattern: `^${DATE}$`, description: `${what}, a date such as 2026-11-26` });

/** RFC 3339, section 5.6, `date-time`. */
export const timestamp = (what: string) =>
  Type.String({ pattern: `^${DATE}T${TIME}$`, description: `${what}, a timestamp such as 2026-11-23T09:30:00Z` });

/** One line of 1 to `maxLength` characters. */
export const line = (what: string, maxLength = 200) =>
  Type.String({
    minLength: 1,
    maxLength,
    pattern: '^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$',
    description: `${what}, one line of text`,
  });

export const httpsUrl = (what: string) =>
  Type.String({
    maxLength: 2048,
    pattern: HTTPS_URL_PATTERN,
    description: `${what}, an https URL of at most 2,048 characters, without user name and invisible characters`,
  });

/** Major units as a decimal string, because a binary floating-point number cannot represent amounts exactly. */
export const amount = (what: string) =>
  Type.String({
    pattern: '^\\d{1,12}(\\.\\d{1,3})?$',
    description: `${what}, a decimal number in major units as a string, such as '49.90'`,
  });

/**
 * Files to attach: objects of the stack's attachments bucket, under the tenant's name. For a type whose `mail` has
 * `attachments: true`. Keys and names are validated when the mail is made: `shared/domain/mail/attachment.ts`.
 */
export const attachments = () =>
  Type.Array(
    Type.Object(
      {
        key: Type.String({
          minLength: 3,
          maxLength: 1024,
          pattern: '^[a-z0-9][a-z0-9_-]*/\\P{Cc}+$',
          description: "the key of an object, below the tenant's name, such as demo/invoices/INV-1.pdf",
        }),
        name: Type.Optional(line('the name that the reader sees, with its ending', 150)),
        contentType: Type.Optional(line('the type of the content, which its ending stands for too', 100)),
      },
      { additionalProperties: false },
    ),
    { minItems: 1, maxItems: 10, description: '1 to 10 files' },
  );

export const currency = () => Type.String({ pattern: '^[A-Z]{3}$', description: 'an ISO 4217 code such as EUR' });
