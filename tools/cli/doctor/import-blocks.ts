import type { Import } from './diagnosis';

const HEADING = `# Written by carillon doctor. Put it beside cdk.tf.json, apply, and delete it.`;

/** HCL of Terraform 1.5 and later: https://developer.hashicorp.com/terraform/language/import */
export const importBlocks = (imports: readonly Import[]): string => [HEADING, ...imports.map(importBlock)].join('\n\n');

const importBlock = ({ address, id }: Import): string => `import {\n  to = ${address}\n  id = ${quoted(id)}\n}`;

/** HCL has JSON's escapes, and begins templates with `${` and `%{`. */
const quoted = (text: string): string => JSON.stringify(text).replace(/[$%](?=\{)/g, '$&$&');
