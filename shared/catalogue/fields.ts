// The namespace import is deliberate: of `import { Type }` a bundle keeps all of TypeBox (46 kB), of this the 4 kB in use.
import * as Type from '@sinclair/typebox';
import { HTTPS_URL_PATTERN } from '../domain/kit/text/https-url';

const DATE = '\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])';
const TIME = '([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)';

/*
 * Strings by pattern and not by JSON Schema's `format`, whose checks a validator would bring along for every format.
 * That a month has fewer days than 31 is not checked: 30 February reads as 2 March.
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

/** Major units as a decimal string, since a binary fraction is not an amount of money. */
export const amount = (what: string) =>
  Type.String({
    pattern: '^\\d{1,12}(\\.\\d{1,3})?$',
    description: `${what}, a decimal number in major units as a string, such as '49.90'`,
  });

/**
 * Files that the mail carries: objects of the stack's bucket of attachments, below the tenant's name. For a type whose
 * `mail` has `attachments: true`. What a key and a name may be is checked when the mail is made:
 * `shared/domain/mail/attachment.ts`.
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
