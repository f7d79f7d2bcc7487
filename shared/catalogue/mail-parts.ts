/*
 * HTML helpers that nest other HTML, evaluated when the catalogue is loaded. A snippet that takes only values is a partial:
 * `mail-partials.ts`. They use the CSS classes of `shared/mail/render/layouts.ts`, which surrounds them.
 */

export const paragraph = (text: string): string => `<p style="margin:0 0 16px">${text}</p>\n`;

const CELL = 'padding:8px 0;border-bottom:1px solid #e5e7eb;vertical-align:top;text-align:start';

/** One row of a `table`. */
export const row = (label: string, value: string): string =>
  `<tr>
<th scope="row" class="line muted" width="38%" style="${CELL};padding-inline-end:12px;color:#6b7280;font-weight:normal">${label}</th>
<td class="line" style="${CELL};overflow-wrap:anywhere">${value}</td>
</tr>
`;

export const table = (...rows: readonly string[]): string =>
  `<table role="table" width="100%" cellpadding="0" cellspacing="0" style="width:100%;margin:0 0 16px;border-collapse:collapse">
${rows.join('')}</table>
`;
