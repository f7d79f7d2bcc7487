import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { channels, functions } from '../../handlers';
import { ENVIRONMENT_NAMES, type Environment } from '../environment';
import { NotificationStack } from '../notification-stack';
import { ATTRIBUTES_FILE, attributesOf } from './properties/attributes';
import { Plan } from './properties/plan';
import { anEnvironment, OPTIONAL_VARIABLES, withEveryOption } from './testing/environments';
import { SPECIMENS, withSpecimenSource } from './testing/specimens';
import { standInBundles } from './testing/synthesize';

const folder = mkdtempSync(join(tmpdir(), 'carillon-attributes-'));
afterAll(() => rmSync(folder, { recursive: true }));
const bundles = standInBundles(join(folder, 'functions'), [...channels, ...functions, ...SPECIMENS]);

const environments = [
  ...ENVIRONMENT_NAMES.map((name) => anEnvironment(name)),
  withEveryOption('prod'),
  anEnvironment('prod', { CARILLON_TAKE_DOWN: 'prod', CARILLON_MAIL_IDENTITY: 'existing', ...OPTIONAL_VARIABLES }),
].map(withSpecimenSource);

function attributesOfAll(): string[] {
  const plans = environments.map(unjudged);
  return [...new Set(plans.flatMap((plan) => [...attributesOf(plan)].map(([, path]) => path)))].sort();
}

/** Synthesis refuses attributes that are not in the list yet. */
function unjudged(environment: Environment): Plan {
  const manifests = { channels, functions: [...functions, ...SPECIMENS] };
  const app = new App({ outdir: folder });
  const stack = new NotificationStack(app, { environment, ...manifests, bundles });
  stack.prepareStack();
  const json: unknown = TerraformStack.prototype.toTerraform.call(stack);
  return new Plan(environment, JSON.parse(JSON.stringify(json)), manifests);
}

test('the golden list has exactly the attributes of all stacks', () => {
  if (process.env.UPDATE_ATTRIBUTES) {
    writeFileSync(ATTRIBUTES_FILE, `${attributesOfAll().join('\n')}\n`);
  }
  expect(readFileSync(ATTRIBUTES_FILE, 'utf8').trimEnd().split('\n')).toEqual(attributesOfAll());
});
