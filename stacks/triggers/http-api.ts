import { Apigatewayv2Api } from '@cdktf/provider-aws/lib/apigatewayv2-api';
import { Apigatewayv2Integration } from '@cdktf/provider-aws/lib/apigatewayv2-integration';
import { Apigatewayv2Route } from '@cdktf/provider-aws/lib/apigatewayv2-route';
import { Apigatewayv2Stage } from '@cdktf/provider-aws/lib/apigatewayv2-stage';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { Construct } from 'constructs';
import { addAlarm } from '../constructs/alarm';
import { addLogAlarm } from '../constructs/log-alarm';
import type { Naming } from '../constructs/naming';
import type { Environment } from '../environment';

/** API Gateway's maximum. The function's own timeout is shorter, so it always ends first. */
const INTEGRATION_TIMEOUT_MILLISECONDS = 30_000;

/**
 * Token bucket of the stage: requests per second, and burst. A mail client posts once per person. API Gateway answers the
 * rest with 429, free of charge; an alarm reports it, because some requests may come from people.
 */
const THROTTLING = { throttlingRateLimit: 50, throttlingBurstLimit: 100 } as const;

/** Logs status and latency of a request, without path and client address: paths contain tokens, addresses are personal data. */
const ACCESS_LOG_FORMAT = JSON.stringify({
  requestId: '$context.requestId',
  requestTime: '$context.requestTime',
  routeKey: '$context.routeKey',
  status: '$context.status',
  responseLength: '$context.responseLength',
  responseLatency: '$context.responseLatency',
  integrationStatus: '$context.integrationStatus',
});

export interface HttpApiProps {
  /** Names and ARNs of the environment's resources. */
  readonly naming: Naming;
  /** Settings of the environment that is synthesized. */
  readonly environment: Environment;
  /** Name of the function, without the environment. */
  readonly name: string;
  /** Routes as API Gateway spells them, such as `GET /unsubscribe/{token}`. */
  readonly routes: readonly string[];
  /** Function that answers every route. */
  readonly function: LambdaFunction;
  /** ARN of the topic that alarms publish to. */
  readonly alarmsTopicArn: string;
}

/** An HTTP API whose routes a function answers. It has no authorizer: the encrypted token in the path is the authorization. */
export class HttpApi extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: HttpApiProps,
  ) {
    super(scope, id);
    const { naming, name } = props;
    const api = new Apigatewayv2Api(this, 'api', { name: naming.name(name), protocolType: 'HTTP' });
    const integration = new Apigatewayv2Integration(this, 'integration', {
      apiId: api.id,
      integrationType: 'AWS_PROXY',
      integrationUri: props.function.invokeArn,
      payloadFormatVersion: '2.0',
      timeoutMilliseconds: INTEGRATION_TIMEOUT_MILLISECONDS,
    });
    this.addRoutes(api, integration);
    const accessLog = this.addStage(api);
    new LambdaPermission(this, 'permission', {
      action: 'lambda:InvokeFunction',
      functionName: props.function.functionName,
      principal: 'apigateway.amazonaws.com',
      sourceArn: `${api.executionArn}/*/*`,
    });
    const alarms = new Construct(this, 'alarms');
    this.alarmOnFailures(alarms, api);
    this.alarmOnThrottling(alarms, accessLog);
  }

  private addRoutes(api: Apigatewayv2Api, integration: Apigatewayv2Integration): void {
    for (const routeKey of this.props.routes) {
      new Apigatewayv2Route(this, `route_${routeId(routeKey)}`, {
        apiId: api.id,
        routeKey,
        target: `integrations/${integration.id}`,
        authorizationType: 'NONE',
      });
    }
  }

  private addStage(api: Apigatewayv2Api): CloudwatchLogGroup {
    const { naming, name, environment } = this.props;
    const log = new CloudwatchLogGroup(this, 'access_log', {
      name: `/aws/apigateway/${naming.name(name)}`,
      retentionInDays: environment.logRetentionDays,
    });
    new Apigatewayv2Stage(this, 'stage', {
      apiId: api.id,
      name: '$default',
      autoDeploy: true,
      accessLogSettings: { destinationArn: log.arn, format: ACCESS_LOG_FORMAT },
      defaultRouteSettings: THROTTLING,
    });
    return log;
  }

  private alarmOnFailures(scope: Construct, api: Apigatewayv2Api): void {
    const { naming, name, alarmsTopicArn } = this.props;
    addAlarm(scope, 'failures', {
      naming,
      name: `${name}-failures`,
      alarmsTopicArn,
      alarmDescription: `${name}: requests were not answered; the function's log and its alarms say why`,
      namespace: 'AWS/ApiGateway',
      metricName: '5xx',
      statistic: 'Sum',
      dimensions: { ApiId: api.id },
    });
  }

  /**
   * Counts 429s in the access log: HTTP APIs have no throttling metric, and `4xx` counts truncated links and scanners too.
   * One line raises the alarm, because AWS may omit excessive 429s from logs and metrics.
   *
   * @see Amazon API Gateway Developer Guide, "Monitor HTTP APIs in API Gateway" and its metrics
   */
  private alarmOnThrottling(scope: Construct, accessLog: CloudwatchLogGroup): void {
    const { naming, name, alarmsTopicArn } = this.props;
    addLogAlarm(scope, 'requests_throttled', {
      naming,
      name: `${name}-requests-throttled`,
      alarmsTopicArn,
      logGroupName: accessLog.name,
      // Compares a string, because the log format quotes the status.
      pattern: '{ $.status = "429" }',
      alarmDescription: `${name}: requests were turned away with 429, of people or of a flood; the access log says how many`,
    });
  }
}

/** Part of a Terraform address: `GET /unsubscribe/{token}` becomes `get_unsubscribe_token`. */
const routeId = (route: string): string =>
  route
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/_$/, '');
