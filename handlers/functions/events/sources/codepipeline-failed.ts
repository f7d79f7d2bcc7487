import { defineEventSource } from '../../../../shared/catalogue/define-event-source';
import type { BusEvent } from '../../../../shared/domain/manifest/event-source';
import { consoleUrl } from './console-url';

interface PipelineExecution {
  readonly pipeline: string;
  readonly 'execution-id': string;
  readonly state: string;
  readonly version: number;
}

/** @see AWS CodePipeline User Guide, "Monitoring CodePipeline events" */
export default defineEventSource({
  name: 'codepipeline-failed',
  description: 'a failed execution of any CodePipeline pipeline of the account and region',
  bus: 'account',
  pattern: {
    source: ['aws.codepipeline'],
    'detail-type': ['CodePipeline Pipeline Execution State Change'],
    detail: { state: ['FAILED'] },
  },
  type: 'pipeline.failed',
  map: ({ detail, time, account, region }: BusEvent<PipelineExecution>) => {
    const { pipeline, 'execution-id': executionId } = detail;
    const page = `codesuite/codepipeline/pipelines/${encodeURIComponent(pipeline)}/executions/${encodeURIComponent(executionId)}/timeline?region=${region}`;
    return {
      subject: pipeline,
      data: {
        pipeline,
        executionId,
        failedAt: time,
        account,
        region,
        consoleUrl: consoleUrl(region, page),
      },
    };
  },
  example: {
    id: '0d8a1f6e-3f4b-4a55-9a8c-6a3c1f1f7d10',
    'detail-type': 'CodePipeline Pipeline Execution State Change',
    source: 'aws.codepipeline',
    account: '111122223333',
    time: '2026-11-23T09:30:00Z',
    region: 'eu-central-1',
    resources: ['arn:aws:codepipeline:eu-central-1:111122223333:shop-deploy'],
    detail: {
      pipeline: 'shop-deploy',
      'execution-id': '01234567-0123-0123-0123-012345678901',
      state: 'FAILED',
      version: 3,
    },
  },
});
