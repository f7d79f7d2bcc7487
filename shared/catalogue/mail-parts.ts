/** Pieces of HTML that the types' mails share. They stand inside `handlers/email/layout.ts` and use its classes. */

export const paragraph = (text: string): string => `<p style="margin:0 0 16px">${text}</p>\n`;

/** For what the reader may skip. */
export const note = (text: string): string =>
  `<p class="muted" style="margin:16px 0 0;font-size:13px;line-height:19px;color:#6b7280">${text}</p>\n`;

/** The colour is set inside the link, because the layout colours links of its own in dark mode. */
export const button = (url: string, label: string): string =>
  `<p style="margin:24px 0"><a href="${url}" style="display:inline-block;padding:11px 20px;border-radius:6px;background-color:#1d4ed8;text-decoration:none"><span style="color:#ffffff;font-weight:bold">${label}</span></a></p>\n`;

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
