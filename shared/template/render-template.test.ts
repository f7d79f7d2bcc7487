import fc from 'fast-check';
import { templateVariables } from '../domain/webhook/format/template-variables';
import { renderTemplate } from './render-template';

const EVENT = { type: 'order.shipped', id: '01K', severity: 'info', tenant: 'demo', time: '2026-11-23T09:30:00Z' };
const variablesOf = (data: unknown, headers = {}) => templateVariables({ ...EVENT, data }, headers);
const render = (template: string, data: unknown = {}) => renderTemplate({ template }, variablesOf(data));
/** The parsed output. */
const outputOf = (template: string, data: unknown = {}): unknown => {
  const rendered = render(template, data);
  return rendered.ok ? JSON.parse(rendered.text) : rendered.fault;
};
const codeOf = (template: string, data: unknown = {}) => {
  const rendered = render(template, data);
  return rendered.ok ? rendered.text : rendered.fault.code;
};

/** What strangers write into their names, to leave the place that they are put in. */
const HOSTILE = [
  '"',
  '\\',
  '\\"',
  '","admin":true,"x":"',
  '"}],"blocks":[{"type":"image"',
  ',1,',
  '\n\r\t\u0000\u001F\u2028\u2029',
  '</script><script>alert(1)</script>',
  '{{ headers.authorization }}',
  '{% include "/etc/passwd" %}',
  "{% assign data = 'x' %}",
  '#{process.env.SECRET}',
  '<!channel> <@U123> <https://evil.example|click>',
  '[click](https://evil.example)',
  '\u202Egnp.exe',
  '😀'.repeat(3),
];

describe('data from strangers', () => {
  it.each(HOSTILE)('stays the text it is, inside of a string and as a value: %j', (text) => {
    expect(outputOf('{"a": "Hello {{ data.name }}!", "b": [{{ data.name | json }}]}', { name: text })).toEqual({
      a: `Hello ${text}!`,
      b: [text],
    });
  });

  it.each(HOSTILE)('cannot become structure where the author forgot the quotes, or has too many: %j', (name) => {
    expect(codeOf('[{{ data.name }}]', { name })).toBe('webhook.template.unquoted');
    expect(codeOf('["{{ data.name | json }}"]', { name })).toBe('webhook.template.unquoted');
    expect(codeOf('{"x": "{% if data.name %}{{ data.name | json }}{% endif %}"}', { name })).toBe(
      'webhook.template.unquoted',
    );
  });

  it('cannot leave its place, whatever it is and whatever path it takes', () => {
    const template = `{
      {%- assign copy = data.value -%}{%- capture captured %}{{ copy }}{% endcapture -%}
      "plain": "{{ data.value }}", "copied": "{{ copy }}", "captured": "{{ captured }}", "echoed": "{% echo copy %}",
      "json": {{ data.value | json }}, "assigned": {% assign text = data.value | json %}{{ text | json }},
      "listed": [{% for one in data.all %}{% unless forloop.first %},{% endunless %}"{{ one }}"{% endfor %}]
    }`;
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
        (value) => {
          const all = [value, value];
          expect(outputOf(template, { value, all })).toEqual({
            plain: value,
            copied: value,
            captured: value,
            echoed: value,
            json: value,
            assigned: value,
            listed: all,
          });
        },
      ),
    );
  });

  it('is read as it is, and never as a template', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(outputOf('{{ data | json }}', { value })).toEqual(JSON.parse(JSON.stringify({ value })));
      }),
    );
  });
});

describe('a template', () => {
  it('shows nothing for what is not there, and JSON for lists and objects', () => {
    expect(
      outputOf('["{{ data.no.such }}", {{ data.no | json }}, "{{ data.list }}", "{{ data.one }}"]', {
        list: [1],
        one: { a: null },
      }),
    ).toEqual(['', null, '[1]', '{"a":null}']);
  });

  it('may calculate, choose and repeat', () => {
    const template = `{"n": {{ data.n | plus: 1 | json }}, "kind": "{% case data.kind %}{% when 'a' %}A{% else %}?{% endcase %}",
      "on": "{{ notification.time | date: '%d.%m.%Y' }}", "sum": "{{ data.n | money: 'EUR' }}"}`;
    expect(outputOf(template, { n: 2, kind: 'a' })).toEqual({ n: 3, kind: 'A', on: '23.11.2026', sum: '€2.00' });
  });

  it('reads own properties only', () => {
    const paths = [
      'constructor',
      'data.constructor.name',
      'data.__proto__.x',
      'data.list.map',
      'notification.toString',
    ];
    const template = JSON.stringify(paths.map((path) => `{{ ${path} }}`));
    expect(outputOf(template, { list: [1], text: 'x' })).toEqual(paths.map(() => ''));
  });

  it.each([
    ["{% include 'x' %}"],
    ["{% render '/etc/passwd' %}"],
    ["{% layout 'x' %}"],
    ['{% cycle data.a, data.b %}'],
    ['{% tablerow x in data %}{% endtablerow %}'],
    ['["{{ data.a | raw }}"]'],
    ['["{{ data.a | strip_html }}"]'],
    ["[{{ data.a | where_exp: 'x', 'x' | json }}]"],
    ['["{{ data.a | sample }}"]'],
    ['["{{ \'now\' | date_to_string }}"]'],
    ['{"a": "{{ data.a"}'],
    ['{% if data.a %}'],
    ['["\\{{ data.a }}"]'],
  ])('has no files, no clock, no chance, and no way around the escaping: %s', (template) => {
    expect(codeOf(template, { a: 'x' })).toBe('webhook.template.invalid');
  });

  it.each([
    ['an array within an array', '[{% for a in (1..100000) %}{% for b in (1..100000) %}{% endfor %}{% endfor %}]'],
    [
      'a text that doubles',
      '{% assign s = "xxxxxxxxxx" %}{% for i in (1..60) %}{% assign s = s | append: s %}{% endfor %}["{{ s }}"]',
    ],
    ['a replacement that explodes', '["{{ data.long | replace: "x", data.long }}"]'],
    ['an output of a million characters', '[{% for i in (1..900) %}"{{ data.long | slice: 0, 900 }}",{% endfor %}0]'],
  ])('is stopped: %s', (_, template) => {
    expect(codeOf(template, { long: 'x'.repeat(100_000) })).toBe('webhook.template.limit_exceeded');
  });

  it('that takes too long is stopped, and may be tried again: the next function may be less busy', () => {
    const data = { list: Array.from({ length: 30_000 }, () => 1) };
    const template =
      '[{% for a in data.list %}{% for b in data.list %}{% if b == 2 %}1{% endif %}{% endfor %}{% endfor %}]';
    expect(render(template, data)).toMatchObject({
      ok: false,
      isTransient: true,
      fault: { code: 'webhook.template.limit_exceeded' },
    });
  });

  it.each([
    ['{"a": 1} and more', ', line 1, column 10 of the output'],
    ['', ''],
    ['{"a": [\n1,\n2 3]}', ', line 3, column 3 of the output'],
    ["{'a': 1}", ', line 1, column 2 of the output'],
  ])('that renders no JSON is refused with the place, and without the text: %j', (template, place) => {
    const rendered = render(template);
    const message = `the template failed: what it rendered is not JSON${place}`;
    expect(rendered).toEqual({
      ok: false,
      isTransient: false,
      fault: { code: 'webhook.template.not_json', path: '/format', message },
    });
  });

  it('names the place of a fault, and none of the values', () => {
    const rendered = render('{"on":\n "{{ data.on | date: \'%Y\' }}"}', { on: 'a secret' });
    expect(rendered).toEqual({
      ok: false,
      isTransient: false,
      fault: {
        code: 'webhook.template.value_refused',
        path: '/format',
        message: 'the template failed: date got other text, expected an RFC 3339 timestamp, line:2, col:3',
      },
    });
  });

  it('renders the same bytes each time', () => {
    const template = '{"all": {{ data | json }}, "t": "{{ notification.time | date: "%c" }}"}';
    const [first, second] = [render(template, { a: 0.1 }), render(template, { a: 0.1 })];
    expect(first).toEqual(second);
  });
});
