import { readdirSync, readFileSync } from 'node:fs';
import type { TSchema } from '@sinclair/typebox';
import { channels } from '../../handlers';
import { renderMail } from '../../handlers/email/render';
import { type AttachmentReference, checkAttachments } from '../domain/mail/attachment';
import { isGeneric, type MailContent, replyToOf } from '../domain/mail/mail-template';
import { openUnsubscribeToken, sealUnsubscribeToken } from '../domain/mail/unsubscribe-token';
import type { Notification } from '../domain/notification/notification';
import { parseRecipients } from '../domain/notification/recipients';
import { variationsOf } from '../testing/data-variations';
import { catalogue } from '.';
import { categories } from './categories';
import type { DataByType } from './data-by-type.generated';
import type { TypeDefinition } from './define-type';
import { findDefinition } from './find-definition';
import orderShipped from './order-shipped';
import { typeMail } from './type-mail';
import { dataFaults } from './validate-data';

const definitions: readonly TypeDefinition[] = catalogue;
const each = definitions.map((definition) => [definition.type, definition] as const);
const fileNames = readdirSync(__dirname).filter((name) => /^import .* from '\.\/define-type';$/m.test(source(name)));

/** A generic mail is in English only. */
const localesOf = ({ mail }: TypeDefinition): readonly string[] =>
  isGeneric(mail) ? ['en'] : Object.keys(mail.locales);

function source(name: string): string {
  return name.endsWith('.test.ts') ? '' : readFileSync(`${__dirname}/${name}`, 'utf8');
}

function notification({ type, example, severity }: TypeDefinition, locale: string): Notification {
  return {
    ...{ specversion: '1.0', id: '01M83VVAE0DXK8DR745633EZ6J', source: '/test', datacontenttype: 'application/json' },
    ...{ type, time: '2026-11-23T09:30:00Z', tenant: 'demo', channels: 'email', severity, locale, data: example },
  };
}

describe('the catalogue', () => {
  it('has one file a type, named like the type, and lists every one', () => {
    const named = definitions.map(({ type }) => `${type.replaceAll('.', '-')}.ts`);
    const defining = fileNames.filter((name) => !['find-definition.ts', 'define-type.ts'].includes(name));
    expect(named.sort()).toEqual(defining.sort());
  });

  it('has no type twice', () => {
    expect(new Set(definitions.map(({ type }) => type)).size).toBe(definitions.length);
  });

  it('finds a type by its name, and nothing by any other', () => {
    expect(findDefinition('order.shipped')?.type).toBe('order.shipped');
    expect([findDefinition('order.lost'), findDefinition('constructor')]).toEqual([undefined, undefined]);
  });

  it('marks nothing as for people of a type that it does not have', () => {
    expect([typeMail('order.lost'), typeMail('constructor')]).toEqual([{ forPeople: [] }, { forPeople: [] }]);
    expect(typeMail('order.shipped')).toBe(orderShipped.mail);
  });
});

it('names every category so that a token to unsubscribe from it opens', async () => {
  const key = { id: '1', key: new Uint8Array(32) };
  const opened = Object.keys(categories).map(async (category) => {
    const subscription = { tenant: 'demo', category, address: 'ada@example.com' };
    return (await openUnsubscribeToken(sealUnsubscribeToken(subscription, key), async () => key))?.category;
  });
  expect(await Promise.all(opened)).toEqual(Object.keys(categories));
});

describe.each(each)('%s', (_type, definition) => {
  it('has an example that its schema accepts', () => {
    expect(dataFaults({ type: definition.type, data: definition.example })).toEqual([]);
  });

  it('refuses data without any of its properties, and with one that it does not have', () => {
    const required = definition.data.required ?? [];
    expect(required.length).toBeGreaterThan(0);
    const faults = dataFaults({ type: definition.type, data: { unheardof: 1 } });
    const missing = required.map((name) => `/data/${name}`);
    expect(faults.map(({ path }) => path).sort()).toEqual([...missing, '/data/unheardof'].sort());
  });

  it('goes to deployed channels by default', () => {
    expect(channels.map(({ name }) => name)).toEqual(expect.arrayContaining([...definition.channels]));
  });

  it('names addresses that can be answered, if any', () => {
    const { replyTo } = replyToOf(definition.mail);
    expect(replyTo === undefined || replyTo === addressOf(replyTo)).toBe(true);
  });

  it('attaches what its data refers to, and nothing else refers to anything', () => {
    const attaches = !isGeneric(definition.mail) && definition.mail.attachments === true;
    expect(attaches).toBe('attachments' in definition.data.properties);
    const { attachments = [] } = definition.example as { attachments?: AttachmentReference[] };
    expect(checkAttachments(attachments, 'demo')).toMatchObject({ ok: true });
  });

  it('has an example with all that is optional, so that leaving it out is tried', () => {
    expect(unshown(definition.data, definition.example, 'data')).toEqual([]);
  });

  it('marks properties that it has as for people', () => {
    const marked = isGeneric(definition.mail) ? definition.mail.forPeople : [];
    expect(Object.keys(definition.data.properties)).toEqual(expect.arrayContaining([...marked]));
  });

  it.each(localesOf(definition))('has in %s all that every variation of its example needs', (locale) => {
    const variations = variationsOf(definition.data, definition.example);
    expect(variations.flatMap((data) => dataFaults({ type: definition.type, data }))).toEqual([]);
    expect(
      variations.flatMap((data) => mailFaults({ ...definition, example: data as TypeDefinition['example'] }, locale)),
    ).toEqual([]);
  });
});

function addressOf(list: string): string | undefined {
  const parsed = parseRecipients(list);
  return parsed.ok ? parsed.recipients.map(({ address }) => address).join() : undefined;
}

/** What is wrong with the mail of a type for its example. */
function mailFaults(definition: TypeDefinition, locale: string): string[] {
  const result = renderMail(notification(definition, locale), definition.mail, { sender: { footer: ['x'] } });
  if (!result.ok) return result.faults.map(({ message }) => message);
  const { subject, text, html } = result.mail;
  const isComplete = subject !== '' && /^(?!-- )\S/.test(text) && html.startsWith('<!');
  return isComplete ? [] : [`a part of the mail in '${locale}' is empty`];
}

/** Optional properties that the example leaves out. */
function unshown(schema: TSchema, example: unknown, path: string): string[] {
  if (Array.isArray(example)) return unshown(schema.items, example[0], `${path}[]`);
  return Object.entries<TSchema>(schema.properties ?? {}).flatMap(([name, inner]) => {
    const value = (example as Readonly<Record<string, unknown>>)[name];
    return value === undefined ? [`${path}.${name}`] : unshown(inner, value, `${path}.${name}`);
  });
}

describe('the check of mails', () => {
  const broken = (parts: Partial<MailContent>): TypeDefinition => {
    const content = { subject: 'S', text: 'T', html: '<p>H</p>', ...parts };
    return { ...orderShipped, mail: { defaultLocale: 'en', locales: { en: content } } } as TypeDefinition;
  };
  const found = (parts: Partial<MailContent>): string[] =>
    variationsOf(orderShipped.data, orderShipped.example).flatMap((data) =>
      mailFaults({ ...broken(parts), example: data as TypeDefinition['example'] }, 'en'),
    );

  it.each<[string, Partial<MailContent>, RegExp]>([
    ['is not in the data at all', { subject: '{{ data.order }}' }, /subject template for 'en' needs .*'data\.order'/],
    ['is optional', { text: 'Hello {{ data.customerName }}' }, /'data\.customerName'/],
    [
      'is needed only where another optional one is missing',
      { html: '{% unless data.trackingUrl %}{{ data.trackingNumber }}{% endunless %}' },
      /'data\.trackingNumber'/,
    ],
    ['is misspelt in a loop', { html: '{% for i in data.items %}{{ i.amount }}{% endfor %}' }, /'i\.amount'/],
    ['is not given to a partial', { html: "{% render 'button', label: 'x' %}" }, /needs the variable 'url'/],
  ])('finds a variable that %s', (_what, parts, message) => {
    expect(found(parts)).toContainEqual(expect.stringMatching(message));
  });

  it('finds a text that is empty', () => {
    expect(new Set(found({ text: '{% if data.never %}x{% endif %}' }))).toEqual(
      new Set(["a part of the mail in 'en' is empty"]),
    );
  });

  it('finds nothing where nothing is wrong', () => {
    expect(found({})).toEqual([]);
  });
});

type DeepReadonly<Value> = Value extends readonly (infer Item)[]
  ? ReadonlyArray<DeepReadonly<Item>>
  : Value extends object
    ? { readonly [Key in keyof Value]: DeepReadonly<Value[Key]> }
    : Value;
type Examples = {
  readonly [Definition in (typeof catalogue)[number] as Definition['type']]: DeepReadonly<Definition['example']>;
};

describe('the generated types', () => {
  it('are those of the schemas, in both directions', () => {
    const toGenerated = (data: Examples): DataByType => data;
    const fromGenerated = (data: DataByType): Examples => data;
    expect([toGenerated, fromGenerated]).toHaveLength(2);
  });
});
