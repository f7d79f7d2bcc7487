import { channels as registry } from '../../handlers';
import { catalogue } from '../../shared/catalogue';
import type { ChannelManifest } from '../../shared/domain/manifest/channel';
import { isDelivering } from '../../shared/domain/manifest/is-delivering';
import { routeRows } from '../../shared/domain/routes/route-texts';
import { type Arrival, routesOf } from '../../shared/domain/routes/routes';

/** Markdown of `docs/routes.md`: every type of the catalogue through the filter policy of every channel. */
export function routesPage(
  types: readonly Arrival[] = catalogue,
  channels: readonly ChannelManifest[] = registry,
): string {
  const policies = channels.map((one) => [
    one.name,
    `\`${JSON.stringify(one.filterPolicy)}\``,
    isDelivering(one) ? 'yes' : 'no: it records',
  ]);
  return `# Routes

Generated from the catalogue and the manifests by \`npm run generate\`. Do not edit.

Which channel gets which type, by the matcher that agrees with SNS. \`carillon routes\` prints the same, and the plan has it as the output \`type_routes\`, so that a review of the plan shows every change. Synthesis refuses a type that no delivering channel receives, and a channel that no type reaches ([\`stack.route…\`](errors.md#stack-synthesis-refused)).

${markdownTable(routeRows(routesOf(types, channels), channels))}

- **yes**: where its producer names no channels.
- **some tenants**: the same, for the tenants that the filter policy of the channel takes.
- **if named**: only if its producer names the channel, or another severity than the type's.
- **no**: never.

What an endpoint of a tenant gets depends on its types and its filter too: \`carillon explain --endpoints\`.

${markdownTable([['channel', 'filter policy', 'delivers'], ...policies])}
`;
}

const markdownTable = ([heading = [], ...rows]: readonly (readonly string[])[]): string =>
  [heading, heading.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
