import { chooseTools } from '../../tools/local/preflight/choose-tools';
import { preflight } from '../../tools/local/preflight/preflight';
import { startEmulator } from '../../tools/local/start-emulator';
import type { Target } from './target';

/** MiniStack with `AUTH=true`: every scenario runs under the IAM policies of the stack. */
export const ministack: Target = {
  name: 'ministack',
  enforcesIam: true,
  unsupportedScenarios: {},
  stoodInFor: {
    'feedback of SES':
      'no emulator publishes events of a configuration set: scenarios publish them to the topic, as SES documents them',
  },
  drifting: {
    aws_cloudwatch_metric_alarm: 'MiniStack gives back alarms without most of their settings',
  },
  prepare: async () => {
    const tools = chooseTools(await preflight(['python', 'terraform', 'port']));
    return (options) => startEmulator(tools, { ...options, persist: false });
  },
};
