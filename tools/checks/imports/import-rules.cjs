// Allowed imports between folders. `npm run check` runs dependency-cruiser with these rules; type imports count too.
const TEST = '[.]test[.]ts$|[.]test-helper[.]ts$|/testing/|^shared/testing/';
const ENTRY = '^handlers/(channels|functions)/[^/]+/(index|wire)[.]ts$';
const MANIFEST = '^handlers/(channels|functions)/[^/]+/(channel|function)[.]ts$';
const INFRASTRUCTURE = 'node_modules/(cdktf|constructs|@cdktf|@aws-sdk|@smithy)/';
const source = (path) => ({ path, pathNot: TEST });

/** Allow list of a folder of `shared`: it may import only itself, `others` and `besides` of this project. */
const mayImport = (folder, others, besides = '^$') => ({
  name: `shared-${folder}`,
  comment: `shared/${folder} imports nothing of this project but shared/${[folder, ...others].join(', shared/')}`,
  severity: 'error',
  from: source(`^shared/${folder}/`),
  to: {
    path: '^(main[.]ts|stacks|handlers|shared|integration|tools)(/|$)',
    pathNot: [`^shared/(${[folder, ...others].join('|')})/`, besides],
  },
});

module.exports = {
  forbidden: [
    {
      name: 'domain-is-pure',
      comment: 'shared/domain imports nothing outside itself but node:crypto',
      severity: 'error',
      from: source('^shared/domain/'),
      to: { pathNot: '^shared/domain/|^(node:)?crypto$' },
    },
    mayImport('ports', ['domain']),
    mayImport('catalogue', ['domain']),
    mayImport('api', ['domain', 'catalogue']),
    mayImport('mail', ['domain', 'ports', 'catalogue']),
    mayImport('http', ['domain', 'ports']),
    mayImport('template', ['domain', 'mail']),
    mayImport('runtime', ['domain', 'ports']),
    mayImport('operations', ['domain', 'ports', 'catalogue', 'runtime', 'mail', 'http', 'producer', 'template']),
    mayImport('producer', ['domain', 'ports', 'catalogue', 'aws'], '^handlers/index[.]ts$'),
    mayImport('aws', ['domain', 'ports', 'runtime', 'http']),
    mayImport('memory', ['domain', 'ports', 'runtime']),
    mayImport('lambda', ['domain', 'ports', 'catalogue', 'runtime', 'aws']),
    {
      name: 'handlers-stay-apart',
      comment: 'no channel or function imports another; functions may import the registry, which is data',
      severity: 'error',
      from: source('^handlers/([^/]+/[^/]+)/'),
      to: { path: '^handlers/', pathNot: ['^handlers/$1/', '^handlers/index[.]ts$'] },
    },
    {
      name: 'channels-without-registry',
      comment: "a channel's bundle does not change with the others",
      severity: 'error',
      from: source('^handlers/channels/'),
      to: { path: '^handlers/index[.]ts$' },
    },
    {
      name: 'bundles-hold-no-tools',
      comment: 'nothing in a bundle imports tools, stacks or integration',
      severity: 'error',
      from: source('^handlers/'),
      to: { path: '^(tools|stacks|integration|main[.]ts)', reachable: true },
    },
    {
      name: 'manifests-are-data',
      comment: 'a manifest imports neither CDKTF nor an AWS SDK: synthesis, bundles, CLI and tests all read it',
      severity: 'error',
      from: { path: MANIFEST },
      to: { path: INFRASTRUCTURE, reachable: true },
    },
    {
      name: 'synthesis-runs-no-function',
      comment: 'stacks and main.ts import no Lambda entry',
      severity: 'error',
      from: source('^(stacks/|main[.]ts$)'),
      to: { path: ENTRY, reachable: true },
    },
    {
      name: 'cli-imports-no-handler',
      comment: 'tools/cli knows channels by the registry alone: what it shares with a handler is in shared',
      severity: 'error',
      from: source('^tools/cli/'),
      to: { path: '^handlers/', pathNot: '^handlers/index[.]ts$' },
    },
    {
      name: 'no-circles',
      comment: 'no file imports itself by way of others',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'imports-lead-somewhere',
      severity: 'error',
      comment: 'an import that leads nowhere hides what is behind it',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'registry-is-complete',
      comment: 'handlers/index.ts lists every channel and function',
      severity: 'error',
      from: { path: '^handlers/index[.]ts$' },
      to: { path: MANIFEST, pathNot: '/_template/', reachable: false },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
