/** A snippet that several mail templates share. */
export interface MailPartial {
  readonly html: string;
  readonly text: string;
}

const CELL = 'padding:8px 0;border-bottom:1px solid #e5e7eb;vertical-align:top;text-align:start';

/** Call to action; `url`, `label`. The colour is set inside the link, because the layout colours links in dark mode. */
const button: MailPartial = {
  html: `<p style="margin:24px 0"><a href="{{ url }}" style="display:inline-block;padding:11px 20px;border-radius:6px;background-color:#1d4ed8;text-decoration:none"><span style="color:#ffffff;font-weight:bold">{{ label }}</span></a></p>
`,
  text: '{{ label }}: {{ url }}',
};

/** Secondary text; `text`. */
const note: MailPartial = {
  html: `<p class="muted" style="margin:16px 0 0;font-size:13px;line-height:19px;color:#6b7280">{{ text }}</p>
`,
  text: '{{ text }}',
};

/** Ordered items, one line each: `items` with `name` and `quantity`. */
const items: MailPartial = {
  html: '{% for item in items %}{{ item.quantity }} × {{ item.name }}{% unless forloop.last %}<br>{% endunless %}{% endfor %}',
  text: '{% for item in items -%}\n- {{ item.quantity }} × {{ item.name }}\n{% endfor %}',
};

/** Table of labelled numbers: `rows` with `label` and `value`, values right-aligned. */
const figures: MailPartial = {
  html: `<table role="table" width="100%" cellpadding="0" cellspacing="0" style="width:100%;margin:0 0 16px;border-collapse:collapse">
{% for row in rows -%}
<tr>
<th scope="row" class="line muted" style="${CELL};color:#6b7280;font-weight:normal">{{ row.label }}</th>
<td class="line" style="${CELL};text-align:end;font-weight:bold">{{ row.value }}</td>
</tr>
{% endfor -%}
</table>
`,
  text: '{% for row in rows -%}\n{{ row.label }}: {{ row.value }}\n{% endfor %}',
};

/**
 * Usage in any template: `{% render 'button', url: data.trackingUrl, label: 'Follow your parcel' %}`; subject and text use
 * the partial's `text`. A partial sees only its parameters. Partials are part of the bundle: no file is read.
 */
export const mailPartials: Readonly<Record<string, MailPartial>> = { button, note, items, figures };
