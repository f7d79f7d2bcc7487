import type { MailContent, MailLayout } from '../../domain/mail/mail-template';

const FONT = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/** For clients that support style sheets, with dark mode; other clients use the inline styles. */
const STYLE = `:root { color-scheme: light dark; supported-color-schemes: light dark; }
.body p { margin: 0 0 16px; }
.body > :last-child { margin-bottom: 0 !important; }
.body a { color: #1d4ed8; }
@media (prefers-color-scheme: dark) {
.page { background-color: #0f172a !important; }
.card { background-color: #1e293b !important; border-color: #334155 !important; }
.body, .title { color: #e2e8f0 !important; }
.accent { color: {{ accent.dark }} !important; }
.muted { color: #94a3b8 !important; }
.line { border-color: #334155 !important; }
.body a { color: #93c5fd !important; }
}
.body a.button { display: inline-block; padding: 10px 18px; border-radius: 6px; background-color: #2563eb; color: #ffffff !important; font-weight: bold; text-decoration: none; }`;

const documentOf = (background: string, rows: string): string => `<!doctype html>
<html lang="{{ notification.locale }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>{{ subject }}</title>
<style>
${STYLE}
</style>
</head>
<body class="page" style="margin:0;padding:0;background-color:${background}">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="width:100%;background-color:${background}">
<tr>
<td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="width:100%;max-width:600px;font-family:${FONT}">
${rows}<tr>
<td class="muted" style="padding:14px 28px 0;font-size:12px;line-height:18px;color:#6b7280;overflow-wrap:anywhere">{% if unsubscribe %}<a href="{{ unsubscribe.url }}" class="muted" style="color:#6b7280">{{ unsubscribe.text }}</a><br>{% endif %}{% for line in footer %}{{ line }}{% unless forloop.last %}<br>{% endunless %}{% endfor %}</td>
</tr>
</table>
</td>
</tr>
</table>
</body>
</html>
`;

const CONTENT = `<div class="body" dir="auto" style="font-size:15px;line-height:23px;color:#1f2937;overflow-wrap:anywhere">
{{ html | raw }}
</div>`;

const card = documentOf(
  '#f3f4f6',
  `<tr>
<td style="height:6px;line-height:6px;font-size:0;background-color:{{ accent.bar }};border-radius:8px 8px 0 0">&nbsp;</td>
</tr>
<tr>
<td class="card" style="padding:24px 28px 28px;background-color:#ffffff;border:1px solid #e5e7eb;border-top:0;border-radius:0 0 8px 8px">
{% if notification.severity != 'info' -%}
<p class="accent" style="margin:0 0 6px;font-size:13px;line-height:18px;font-weight:bold;color:{{ accent.light }}">{{ notification.severity | capitalize }}</p>
{% endif -%}
<h1 class="title" dir="auto" style="margin:0 0 16px;font-size:22px;line-height:29px;font-weight:bold;color:#111827;overflow-wrap:anywhere">{{ subject }}</h1>
${CONTENT}
</td>
</tr>
`,
);

const letter = documentOf(
  '#ffffff',
  `<tr>
<td style="padding:0 28px">
${CONTENT}
</td>
</tr>
`,
);

/** The signature separator is two dashes and a space (RFC 3676, section 4.3). */
const text = `{{ text }}

-- 
{% if unsubscribe %}{{ unsubscribe.text }}: {{ unsubscribe.url }}
{% endif %}{% for line in footer %}{{ line }}
{% endfor %}`;

/**
 * The layouts around every mail's content. Both have a footer; `card` also a bar in the severity's colour and a heading.
 */
export const layouts: Readonly<Record<MailLayout, Required<MailContent>>> = {
  card: { subject: '{{ subject }}', text, html: card },
  letter: { subject: '{{ subject }}', text, html: letter },
};

/** Colour of the bar, and of the severity's name on a light and on a dark background (contrast of at least 4.5 : 1). */
export const ACCENTS = {
  info: { bar: '#2563eb', light: '#1d4ed8', dark: '#93c5fd' },
  warning: { bar: '#f59e0b', light: '#92400e', dark: '#fcd34d' },
  critical: { bar: '#dc2626', light: '#b91c1c', dark: '#fca5a5' },
} as const;
