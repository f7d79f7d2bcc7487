/** What a template sees. Plain JSON values, as they were accepted. */
export interface TemplateVariables {
  /** Every attribute of the event but `data`; `severity` is `info` where the event has none. */
  readonly notification: Readonly<Record<string, unknown>>;
  readonly data: unknown;
  /** The first scalar properties of `data`, for presets that fit any type. */
  readonly fields: readonly TemplateField[];
  /** The endpoint's own headers by lower-case name: the place for a receiver's credentials. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface TemplateField {
  readonly name: string;
  readonly value: string;
}

/** Slack's limit of fields in a section. */
export const MAX_FIELDS = 10;

/** @param event a parsed CloudEvent in JSON */
export function templateVariables(
  event: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>>,
): TemplateVariables {
  const { data, ...attributes } = event;
  return { notification: { severity: 'info', ...attributes }, data, fields: fieldsOf(data), headers };
}

const fieldsOf = (data: unknown): TemplateField[] =>
  Object.entries(Object(data))
    .flatMap(([name, value]) => (isShown(name) && isShown(value) ? [{ name, value: String(value) }] : []))
    .slice(0, MAX_FIELDS);

/** Receivers refuse empty texts. */
const isShown = (value: unknown): boolean =>
  typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && value.trim() !== '');
