import type { Import } from './diagnosis';

const OWN = '# Written by carillon doctor.';
const HEADING = `${OWN} Put it beside cdk.tf.json, apply, and delete it.`;

/** HCL of Terraform 1.5 and later: https://developer.hashicorp.com/terraform/language/import */
export const importBlocks = (imports: readonly Import[]): string => [HEADING, ...imports.map(importBlock)].join('\n\n');

/** Whether doctor wrote the file, by its first line; any other may not be removed. */
export const isOwnFile = (text: string): boolean => text.startsWith(OWN);

const importBlock = ({ address, id }: Import): string => `import {\n  to = ${address}\n  id = ${quoted(id)}\n}`;

/** HCL has JSON's escapes; `${` and `%{`, which begin templates, are doubled. */
const quoted = (text: string): string => JSON.stringify(text).replace(/[$%](?=\{)/g, '$&$&');
