import type { MailLayout, MailTemplate } from '../../domain/mail/mail-template';
import { renderMail } from './render';
import { AROUND, about, content, faults, NOTIFICATION, rendered, template, text } from './testing/render-fixture';

describe('renderMail with a template', () => {
  it('fills subject, text and HTML from data and notification, inside the common layout', () => {
    const mail = rendered(
      NOTIFICATION,
      template({
        subject: 'Order {{ notification.subject }} for {{ data.customer.name }}',
        text: 'Hello {{ data.customer.name }}',
        html: '<p>Hello <b>{{ data.customer.name }}</b></p>',
      }),
    );
    expect(mail).toEqual({
      locale: 'en',
      subject: 'Order 1234 for Ann',
      text: 'Hello Ann\n\n-- \nNorthline Shop\n',
      html: expect.stringMatching(
        /^<!doctype html>\n<html lang="en">[\s\S]*<title>Order 1234 for Ann<\/title>[\s\S]*<h1[^>]*>Order 1234 for Ann<\/h1>[\s\S]*<p>Hello <b>Ann<\/b><\/p>[\s\S]*Northline Shop[\s\S]*<\/html>\n$/,
      ),
    });
  });

  it('shows every attribute that a template may use', () => {
    const source =
      '{{ notification.id }} {{ notification.type }} {{ notification.subject }} {{ notification.time }} {{ notification.tenant }} {{ notification.severity }} {{ notification.locale }}';
    expect(text(source)).toBe('01JD9X8M3V5W6Y7Z8A9B0C1D2E order.shipped 1234 2026-11-23T23:30:00-02:00 acme info en');
  });

  it('renders the same again', () => {
    const mailTemplate = template({ html: '{% for n in (1..9) %}{% cycle "a", "b" %}{% increment n %}{% endfor %}' });
    expect(rendered(NOTIFICATION, mailTemplate)).toEqual(rendered(NOTIFICATION, mailTemplate));
  });

  describe('language', () => {
    const localized: MailTemplate = {
      defaultLocale: 'en',
      locales: {
        en: content({
          subject: 'Total {{ data.total | money: data.currency }} on {{ notification.time | date: "%B %-d" }}',
        }),
        de: content({
          subject: 'Summe {{ data.total | money: data.currency }} am {{ notification.time | date: "%-d. %B" }}',
        }),
        'de-AT': content({ subject: 'Servus' }),
      },
    };
    it.each([
      [undefined, 'en', 'Total €12.50 on November 24'],
      ['de', 'de', 'Summe 12,50 € am 24. November'],
      ['de-CH', 'de', 'Summe 12,50 € am 24. November'],
      ['DE-at', 'de-AT', 'Servus'],
      ['fr-FR', 'en', 'Total €12.50 on November 24'],
      ['constructor', 'en', 'Total €12.50 on November 24'],
    ])('for %s is %s', (locale, lang, subject) => {
      const mail = rendered({ ...NOTIFICATION, ...(locale !== undefined && { locale }) }, localized);
      expect([mail.subject, /<html lang="([^"]*)">/.exec(mail.html)?.[1]]).toEqual([subject, lang]);
    });

    it('is a fault when the template lacks its own default', () => {
      expect(renderMail(NOTIFICATION, { defaultLocale: 'constructor', locales: { de: content({}) } }, AROUND)).toEqual({
        ok: false,
        faults: [
          {
            code: 'email.template.locale_missing',
            path: '',
            message: "template has no texts for its default language 'constructor', only for de; add them",
          },
        ],
      });
    });
  });

  describe('partials', () => {
    it('are filled with what they are given, escaped in HTML and left alone in text', () => {
      const source = "{% render 'button', url: data.url, label: data.label %}";
      const data = { url: 'https://a.example/?a=1&b=2', label: '<b>Go</b>' };
      const mail = rendered(about(data), template({ subject: source, text: source, html: source }));
      expect(mail.subject).toBe('<b>Go</b>: https://a.example/?a=1&b=2');
      expect(mail.text).toContain('<b>Go</b>: https://a.example/?a=1&b=2\n');
      expect(mail.html).toMatch(
        /<a href="https:\/\/a\.example\/\?a=1&amp;b=2"[^>]*><span[^>]*>&lt;b&gt;Go&lt;\/b&gt;<\/span><\/a>/,
      );
    });

    it('see only their parameters', () => {
      expect(faults({ text: "{% render 'note' %}" }, { text: 'x' }).map(({ path }) => path)).toEqual(['/text']);
    });

    it('list any number of items', () => {
      const rows = [
        { label: 'New', value: 3 },
        { label: 'Open', value: 5 },
      ];
      const mail = rendered(
        about({ rows }),
        template({ html: "{% render 'figures', rows: data.rows %}", text: "{% render 'figures', rows: data.rows %}" }),
      );
      expect(mail.text).toContain('New: 3\nOpen: 5\n');
      expect(mail.html.match(/<td class="line"[^>]*>\d<\/td>/g)).toHaveLength(2);
    });
  });

  describe('the layout', () => {
    it('is a card with the subject as its heading where the template names none', () => {
      const html = rendered(NOTIFICATION, template({})).html;
      expect([/<h1/.test(html), html.includes('class="card"')]).toEqual([true, true]);
    });

    it('of a letter has the text and the footer only', () => {
      const { html, text } = rendered(NOTIFICATION, { ...template({}), layout: 'letter' });
      expect([/<h1/.test(html), html.includes('class="card"'), html.includes('<p>H</p>')]).toEqual([
        false,
        false,
        true,
      ]);
      expect(html).toContain('Northline Shop');
      expect(text).toBe('T\n\n-- \nNorthline Shop\n');
    });
  });

  describe('the footer', () => {
    const link = { url: 'https://a.example/unsubscribe/x?a&b', names: { en: 'weekly <news>' } };
    const withLink = (layout: MailLayout) => renderMail(NOTIFICATION, { ...template({}), layout }, { ...AROUND, link });

    it.each(['card', 'letter'] as const)('of a %s has the link to unsubscribe, where there is one', (layout) => {
      const result = withLink(layout);
      const mail = result.ok ? result.mail : { text: '', html: '' };
      const text = 'T\n\n-- \nUnsubscribe from weekly <news>: https://a.example/unsubscribe/x?a&b\nNorthline Shop\n';
      expect(mail.text).toContain(text);
      expect(mail.html).toMatch(
        /<a href="https:\/\/a\.example\/unsubscribe\/x\?a&amp;b"[^>]*>Unsubscribe from weekly &lt;news&gt;<\/a><br>Northline Shop/,
      );
    });

    it('has none otherwise', () => {
      expect(rendered(NOTIFICATION, template({})).html).not.toMatch(/unsubscribe/i);
    });
  });

  it('converts the HTML to text if the template has no text', () => {
    const { text: _text, ...withoutText } = content({
      html: "<p>Dear {{ data.customer.name }},</p><table><tr><th>Total</th><td>{{ data.total | money: data.currency }}</td></tr></table>{% render 'button', url: 'https://a.example/', label: 'Pay' %}",
    });
    const mail = rendered(about({ ...(NOTIFICATION.data as object), customer: { name: '<Ann> & Co' } }), {
      defaultLocale: 'en',
      locales: { en: withoutText },
    });
    expect(mail.text).toBe('Dear <Ann> & Co,\n\nTotal: €12.50\n\nPay <https://a.example/>\n\n-- \nNorthline Shop\n');
  });

  describe('the subject', () => {
    it.each([
      ['is one line', 'Hello\r\nBcc: eve@evil.example\n\n', 'Hello Bcc: eve@evil.example'],
      ['loses overrides', 'invoice\u202Efdp.exe', 'invoicefdp.exe'],
      ['keeps emoji', '🎉 Done 👩‍🚀', '🎉 Done 👩‍🚀'],
      ['ends in an ellipsis beyond 200 characters', 'x'.repeat(201), `${'x'.repeat(199)}…`],
      ['is not cut through an emoji', `${'x'.repeat(198)}😀😀`, `${'x'.repeat(198)}…`],
      ['is the generic one when nothing is left', ' \u202E\n', 'Order shipped — 1234'],
    ])('%s', (_what, x, subject) => {
      expect(rendered(about({ x }), template({ subject: '{{ data.x }}' })).subject).toBe(subject);
    });
  });
});
