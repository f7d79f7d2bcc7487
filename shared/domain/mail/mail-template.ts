/**
 * The mail of one notification type: Liquid templates per language.
 *
 * Templates see `data` (the notification's data) and `notification` with `id`, `type`, `subject`, `time`, `tenant`,
 * `severity` and `locale` (the language tag of the template in use). A missing variable is a fault, except in the
 * condition of `if`, `unless`, `case` and before the `default` filter. Besides Liquid's own filters there is
 * `money`: `{{ data.total | money: data.currency }}`, the amount in major units. What several mails share are partials:
 * `{% render 'button', url: data.url, label: 'Open' %}` (`shared/catalogue/mail-partials.ts`). `date` takes RFC 3339 timestamps
 * and shows UTC; it refuses `now`, since a mail that is rendered again must come out the same.
 *
 * @see https://liquidjs.com/filters/overview.html
 */
export interface MailTemplate {
  /** Layout around the texts. @default card */
  readonly layout?: MailLayout;
  /** Reply-To address, in ASCII. @default the environment's `replyTo`, else the sender */
  readonly replyTo?: string;
  /** Attaches the objects that `data.attachments` refers to: `attachments()` of `shared/catalogue/fields.ts`. @default false */
  readonly attachments?: boolean;
  /** Key of `locales` that is used when the notification names no language, or none of these. */
  readonly defaultLocale: string;
  /** By BCP 47 language tag. `de-AT` falls back to `de` (RFC 4647, section 3.4, "Lookup"). */
  readonly locales: Readonly<Record<string, MailContent>>;
}

/** The mail of a type without templates: a title and a table of some of the data, in English. */
export interface GenericMail {
  /** Heading and subject, with the notification's subject behind it. @default made of the name of the type */
  readonly title?: string;
  /** Properties of `data` to show to the reader, with everything nested in them. The others are not shown. */
  readonly forPeople: readonly string[];
}

export type TypeMail = MailTemplate | GenericMail;

export const isGeneric = (mail: TypeMail): mail is GenericMail => 'forPeople' in mail;

/** Overrides the sender's `replyTo`; empty if the type names none. */
export const replyToOf = (mail: TypeMail): Pick<MailTemplate, 'replyTo'> =>
  isGeneric(mail) || mail.replyTo === undefined ? {} : { replyTo: mail.replyTo };

/**
 * `card`: a card in the colour of the severity, with the subject as its heading. `letter`: plain text on the page,
 * which looks hand-written.
 */
export type MailLayout = 'card' | 'letter';

/** Each at most 262,144 characters. Texts that differ by data belong into variables, never into the template's text. */
export interface MailContent {
  /** Not escaped; made one line of at most 200 characters. */
  readonly subject: string;
  /** Not escaped. @default made of the HTML: `shared/mail/render/html-to-text.ts` */
  readonly text?: string;
  /**
   * What stands between header and footer of the layout.
   * Plain `p`, `ul` and `a` look right in it, also in dark mode; `<a class="button">` is for the one thing to do.
   * Variables are escaped; `raw` switches that off and is only for what is known to be HTML.
   * Escaping does not judge URLs: restrict what goes into `href` by `httpsUrl` in the schema of the data, so that the
   * producer hears of it. A mail with another link than https or mailto is `rejected`.
   */
  readonly html: string;
}
