import fc from 'fast-check';
import { about, faults, rendered, template, text } from './testing/render-fixture';

describe('renderMail with a template', () => {
  describe('hostile data', () => {
    const SCRIPT = '<script>alert("1")</script><img src=x onerror=\'x\'>&';

    it('is escaped in HTML, however it is put out, and left alone in subject and text', () => {
      const source = '{{ data.x }}|{% echo data.x %}|{% cycle data.x %}|{{ data.list }}|{{ data.x | upcase }}';
      const data = { x: SCRIPT, list: [SCRIPT, [SCRIPT]] };
      const mail = rendered(about(data), template({ subject: '{{ data.x }}', text: '{{ data.x }}', html: source }));
      const escaped = '&lt;script&gt;alert(&#34;1&#34;)&lt;/script&gt;&lt;img src=x onerror=&#39;x&#39;&gt;&amp;';
      expect(mail.subject).toBe(SCRIPT);
      expect(mail.text.startsWith(`${SCRIPT}\n\n-- \n`)).toBe(true);
      expect(mail.html).toContain(
        [escaped, escaped, escaped, `${escaped}${escaped}`, escaped.replace(/&lt;.*/, '')].join('|'),
      );
      expect(mail.html).not.toMatch(/<script|<img/i);
    });

    it('is not read as a template', () => {
      expect(text('{{ data.x }}', { x: '{{ notification.id }}{% raw %}' })).toBe('{{ notification.id }}{% raw %}');
    });

    it('cannot break out of the layout through the attributes of the notification', () => {
      const mail = rendered(about({}, { subject: SCRIPT, type: 'a"><script>', id: '</table><script>' }));
      expect(mail.html).not.toMatch(/<script/i);
    });

    it('never puts a tag into HTML or a line break into the subject', () => {
      const mailTemplate = template({ subject: 'x{{ data.x }}', html: '{{ data.x }}', text: '{{ data.x }}' });
      fc.assert(
        fc.property(fc.string({ unit: 'binary' }), (x) => {
          const mail = rendered(about({ x: `<q>${x}</q>` }), mailTemplate);
          expect(mail.subject).not.toMatch(/[\p{Control}\p{Surrogate}\p{Bidi_Control}\u2028\u2029]/u);
          expect(mail.html).not.toContain('<q>');
          for (const part of [mail.html, mail.text]) {
            expect(part.replace(/[\t\n\r]/g, '')).not.toMatch(
              /[\p{Control}\p{Surrogate}\u2028\u2029\u202A-\u202E\u2066-\u206F]/u,
            );
          }
        }),
      );
    });
  });

  describe('a link', () => {
    const linked = (href: string) =>
      faults({ html: '<p><a class="button" href="{{ data.url }}">Open</a></p>' }, { url: href });

    it.each([
      ['that shows another host', 'https://bank.example@evil.example/'],
      ['with an invisible character', 'https://ba\u200Bnk.example/'],
      ['with a bidirectional control', 'https://bank.example/\u202Emoc.live'],
      ['without a secure scheme', 'http://bank.example/'],
      ['that runs a script', 'javascript:alert(1)'],
      ['that runs a script, spelled otherwise', ' JaVaScRiPt:alert(1)'],
      ['that holds a page', 'data:text/html,<script>'],
      ['that has no scheme', '//evil.example/'],
      ['that is empty', ''],
    ])("%s is refused even if the type's schema accepts it, and not repeated", (_what, href) => {
      expect(linked(href)).toEqual([
        {
          code: 'email.template.value_refused',
          path: '',
          message:
            "the html template for 'en' made 1 links of 1 that are refused, expected https URLs without user name and invisible characters",
        },
      ]);
    });

    it.each([
      'https://bank.example/a?b=c&d=e@f#g',
      'https://bücher.example/käse',
      'HTTPS://bank.example/',
      'mailto:help@bank.example',
    ])('%s is accepted', (href) => {
      expect(linked(href)).toEqual([]);
    });

    it('of a partial is checked too', () => {
      const html = "{% render 'button', url: data.url, label: 'Open' %}";
      expect(faults({ html }, { url: 'javascript:alert(1)' }).map(({ code }) => code)).toEqual([
        'email.template.value_refused',
      ]);
    });
  });

  describe('control and bidirectional characters', () => {
    const bodyOf = (x: string) => {
      const { text, html } = rendered(
        about({ x }),
        template({ text: '[{{ data.x }}]', html: '<i>[{{ data.x }}]</i>' }),
      );
      return [/\[.*\]/s.exec(text)?.[0], /(?<=<i>).*(?=<\/i>)/s.exec(html)?.[0]];
    };

    it.each([
      ['overrides, embeddings and isolates', 'a\u202Eb\u202Ac\u202C\u2066d\u2069', 'abcd'],
      ['controls of terminals', 'a\u009B31mb\u001B[0mc\u007F', 'a31mb[0mc'],
    ])('%s are removed from both bodies', (_what, x, expected) => {
      expect(bodyOf(x)).toEqual([`[${expected}]`, `[${expected}]`]);
    });

    it('line and paragraph separators become spaces, so that one line of data stays one', () => {
      expect(bodyOf('a\u2028b\u2029c')).toEqual(['[a b c]', '[a b c]']);
    });

    it.each([
      ['Hebrew with marks', 'שלום\u200F, \u200Eabc'],
      ['Arabic with its mark', 'السلام\u061C 123'],
      ['Persian with a zero-width non-joiner', 'می\u200Cخواهم'],
      ['emoji with joiners', '👩‍🚀👨‍👩‍👧‍👦'],
    ])('%s stays in both bodies', (_what, x) => {
      expect(bodyOf(x)).toEqual([`[${x}]`, `[${x}]`]);
    });
  });
});
