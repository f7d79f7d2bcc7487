import fc from 'fast-check';
import { htmlToText } from './html-to-text';

describe('htmlToText', () => {
  it.each([
    ['sets paragraphs apart', '<p>One\n  two</p>\n<p>Three</p>', 'One two\n\nThree'],
    ['breaks lines where the mail does', 'One<br>two<br/>three<div>four</div>five', 'One\ntwo\nthree\nfour\nfive'],
    ['lists with dashes', '<p>In it:</p><ul><li>One</li><li><p>Two</p></li></ul>Bye', 'In it:\n\n- One\n- Two\n\nBye'],
    ['numbers', '<ol><li>One</li><li>Two</li></ol>', '1. One\n2. Two'],
    [
      'reads a row of heading and value as label and value',
      '<table><tr>\n<th scope="row">Order</th>\n<td>A-1</td>\n</tr><tr><th>Carrier</th><td>Northline</td></tr></table>',
      'Order: A-1\nCarrier: Northline',
    ],
    ['separates other cells', '<table><tr><td>1 ×</td> <td>Lamp</td><td>€4</td></tr></table>', '1 × · Lamp · €4'],
    [
      'writes the address of a link behind its words',
      '<a class="button" href="https://a.example/?x=1&amp;y=2"><span>Follow it</span></a>.',
      'Follow it <https://a.example/?x=1&y=2>.',
    ],
    ['writes an address once', '<a href="https://a.example">https://a.example</a>', 'https://a.example'],
    ['and a mail address', '<a href="mailto:a@b.example">a@b.example</a>', 'a@b.example'],
    ['shows no other address', '<a href="javascript:alert(1)">x</a> <a href=\'#top\'>y</a> <a>z</a>', 'x y z'],
    ['keeps an address in one piece', '<a href="https://a.example/a b>c">x</a>', 'x <https://a.example/a%20b%3Ec>'],
    ['shows what an image means', '<img src="https://a.example/x.png" alt="Chart &amp; key"> and', 'Chart & key and'],
    [
      'decodes',
      '&lt;b&gt; &amp;amp; &#8364;&#x20AC;&nbsp;&mdash; &unknown; &#0; &#x110000;',
      '<b> &amp; €€ — &unknown; � �',
    ],
    ['leaves out what is not shown', '<style>p{}</style>a<!-- <p>no</p> --><script>x<y</script>b<!doctype html>', 'ab'],
    ['rules', 'a<hr>b', 'a\n\n--------------------\n\nb'],
    ['takes quotes of attributes for what they are', '<p title="a > b">c</p>', 'c'],
    ['shows a stray bracket', 'a < b', 'a < b'],
  ])('%s', (_what, html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  it('gives back any text that was escaped, whitespace aside', () => {
    const escaped = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
    const plain = (text: string) => text.replace(/\s+/g, ' ').trim();
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(plain(htmlToText(`<p>x ${escaped(text)}</p>`))).toBe(plain(`x ${text}`));
      }),
    );
  });

  it('never shows a tag, however broken', () => {
    const piece = fc.constantFrom(
      '<a href="',
      '">',
      '<p',
      '</p>',
      "<td '",
      '<li>',
      '<!--',
      '-->',
      '<',
      '>',
      'x',
      ' ',
      '</ol>',
      '</a>',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        expect(htmlToText(pieces.join(''))).not.toMatch(/<(?:p|li|td)[ >]|<\/|\n{3}/);
      }),
    );
  });

  it.each(['<', '<a ', '<a "', '<p \'">', '<!--', '<!', '&', ' ', '<b> </b>', '<li>', '<td>', '\n', '<x'])(
    'takes linear time for a hundred thousand times %j',
    (piece) => {
      // CPU time and not wall time, which other processes of a busy machine would add to.
      const before = process.cpuUsage();
      htmlToText(piece.repeat(100_000));
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1_000).toBeLessThan(2_000);
    },
  );
});
