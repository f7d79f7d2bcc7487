import type { MailContent } from '../../domain/mail/mail-template';

const text = `{{ title }}

{% for row in rows -%}
{{ row.label }}: {{ row.value | replace: "\\n", "\\n    " }}
{% else -%}
There are no further details.
{% endfor -%}
{% if more %}
Some details are left out here.
{% endif %}`;

const cell = 'padding:8px 0;border-bottom:1px solid #e5e7eb;vertical-align:top;text-align:left';

const html = `{% if rows.size > 0 -%}
<table role="table" width="100%" cellpadding="0" cellspacing="0" style="width:100%;border-collapse:collapse;table-layout:fixed">
{% for row in rows -%}
<tr>
<th scope="row" dir="auto" class="line muted" width="38%" style="${cell};padding-right:12px;color:#6b7280;font-weight:normal;overflow-wrap:anywhere">{{ row.label }}</th>
<td dir="auto" class="line" style="${cell};white-space:pre-line;overflow-wrap:anywhere">{{ row.value }}</td>
</tr>
{% endfor -%}
</table>
{% else -%}
<p style="margin:0">There are no further details.</p>
{% endif -%}
{% if more -%}
<p class="muted" style="margin:16px 0 0;color:#6b7280">Some details are left out here.</p>
{% endif -%}`;

/** The template for types without templates. Its variables: `title`, `rows` and `more`, besides `notification`. */
export const genericTemplate: MailContent = { subject: '{{ title }}', text, html };
