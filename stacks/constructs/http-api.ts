import { Apigatewayv2Api } from '@cdktf/provider-aws/lib/apigatewayv2-api';
import { Apigatewayv2Authorizer } from '@cdktf/provider-aws/lib/apigatewayv2-authorizer';
import { Apigatewayv2Stage } from '@cdktf/provider-aws/lib/apigatewayv2-stage';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { Construct } from 'constructs';
import type { FunctionManifest, HttpRoute } from '../../shared/domain/manifest/function-manifest';
import type { Environment } from '../environment';
import { addAlarm } from './alarm';
import { addLogAlarm } from './log-alarm';
import { API, type Naming } from './naming';

/**
 * Token bucket of a route that sets none: requests per second, and burst. A mail client posts once per person. API Gateway
 * answers the rest with 429, free of charge; an alarm reports it, because some requests may come from people.
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

/** Seconds that a browser may keep the answer to a preflight request. */
const PREFLIGHT_SECONDS = 600;

/** Prefix of the routes that accept a JWT: a route of API Gateway has one authorizer, and under `/v1` that is IAM. */
const TOKEN_PREFIX = '/oidc';

export interface HttpApiProps {
  /** Names and ARNs of the environment's resources. */
  readonly naming: Naming;
  /** Settings of the environment that is synthesized. */
  readonly environment: Environment;
  /** Manifests of all functions: those with the trigger `http` have the routes. */
  readonly functions: readonly FunctionManifest[];
  /** ARN of the topic that alarms publish to. */
  readonly alarmsTopicArn: string;
}

/** A route as API Gateway has it. */
export interface GatewayRoute {
  /** Such as `GET /oidc/v1/notifications/{id}`. */
  readonly routeKey: string;
  readonly authorizationType: 'NONE' | 'AWS_IAM' | 'JWT';
  readonly authorizerId?: string;
}

/** The HTTP API of the environment: stage, access log, authorizer, alarms. Functions add their routes (`HttpRoutes`). */
export class HttpApi extends Construct {
  readonly api: Apigatewayv2Api;
  readonly stage: Apigatewayv2Stage;
  private readonly authorizer: Apigatewayv2Authorizer | undefined;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: HttpApiProps,
  ) {
    super(scope, id);
    const { naming } = props;
    this.api = new Apigatewayv2Api(this, 'api', { name: naming.name(API), protocolType: 'HTTP', ...this.cors() });
    // Links in mails that were sent before have the host name of this API.
    this.api.moveFromId('aws_apigatewayv2_api.unsubscribe_api');
    this.authorizer = this.addAuthorizer();
    const accessLog = new CloudwatchLogGroup(this, 'access_log', {
      name: `/aws/apigateway/${naming.name(API)}`,
      retentionInDays: props.environment.logRetentionDays,
    });
    this.stage = this.addStage(accessLog);
    this.stage.moveFromId('aws_apigatewayv2_stage.unsubscribe_stage');
    this.alarmOnFailures();
    this.alarmOnThrottling(accessLog);
  }

  /** A route for callers is one route for AWS signatures, and one for tokens where the environment has an issuer. */
  routesOf({ route, access }: HttpRoute): readonly GatewayRoute[] {
    if (access === 'open') return [{ routeKey: route, authorizationType: 'NONE' }];
    const signed = { routeKey: route, authorizationType: 'AWS_IAM' } as const;
    if (!this.authorizer) return [signed];
    const routeKey = route.replace(' ', ` ${TOKEN_PREFIX}`);
    return [signed, { routeKey, authorizationType: 'JWT', authorizerId: this.authorizer.id }];
  }

  private cors() {
    const { apiOrigins } = this.props.environment;
    if (apiOrigins.length === 0) return {};
    return {
      corsConfiguration: {
        allowOrigins: [...apiOrigins],
        allowMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
        allowHeaders: ['authorization', 'content-type', 'idempotency-key'],
        exposeHeaders: ['location', 'retry-after'],
        maxAge: PREFLIGHT_SECONDS,
      },
    };
  }

  private addAuthorizer(): Apigatewayv2Authorizer | undefined {
    const { naming, environment } = this.props;
    const { issuer } = environment;
    if (issuer === undefined) return undefined;
    return new Apigatewayv2Authorizer(this, 'tokens', {
      apiId: this.api.id,
      name: naming.name('tokens'),
      authorizerType: 'JWT',
      identitySources: ['$request.header.Authorization'],
      jwtConfiguration: { issuer: issuer.url, audience: [...issuer.audiences] },
    });
  }

  private addStage(log: CloudwatchLogGroup): Apigatewayv2Stage {
    return new Apigatewayv2Stage(this, 'stage', {
      apiId: this.api.id,
      name: '$default',
      autoDeploy: true,
      accessLogSettings: { destinationArn: log.arn, format: ACCESS_LOG_FORMAT },
      defaultRouteSettings: THROTTLING,
      ...this.routeSettings(),
    });
  }

  private routeSettings() {
    const routes = this.props.functions.flatMap(({ trigger }) => (trigger.kind === 'http' ? trigger.routes : []));
    const routeSettings = routes.flatMap(({ throttle, ...route }) =>
      throttle === undefined
        ? []
        : this.routesOf(route).map(({ routeKey }) => ({
            routeKey,
            throttlingRateLimit: throttle.rate,
            throttlingBurstLimit: throttle.burst,
          })),
    );
    return routeSettings.length > 0 ? { routeSettings } : {};
  }

  private alarmOnFailures(): void {
    const { naming, alarmsTopicArn } = this.props;
    addAlarm(this, 'failures', {
      naming,
      name: `${API}-failures`,
      alarmsTopicArn,
      alarmDescription:
        'HTTP API: requests were not answered; the access log says on which route, and the log of its function says why',
      namespace: 'AWS/ApiGateway',
      metricName: '5xx',
      statistic: 'Sum',
      dimensions: { ApiId: this.api.id },
    });
  }

  /**
   * Counts 429s in the access log: HTTP APIs have no throttling metric, and `4xx` counts truncated links and scanners too.
   * One line raises the alarm, because AWS may omit excessive 429s from logs and metrics.
   *
   * @see Amazon API Gateway Developer Guide, "Monitor HTTP APIs in API Gateway" and its metrics
   */
  private alarmOnThrottling(accessLog: CloudwatchLogGroup): void {
    const { naming, alarmsTopicArn } = this.props;
    addLogAlarm(this, 'requests_throttled', {
      naming,
      name: `${API}-requests-throttled`,
      alarmsTopicArn,
      logGroupName: accessLog.name,
      // Compares a string, because the log format quotes the status.
      pattern: '{ $.status = "429" }',
      alarmDescription:
        'HTTP API: requests were turned away with 429, of people or of a flood; the access log says how many and on which route',
    });
  }
}
