/**
 * The telemetry client on `applicationinsights`. Built into a file of its own (cli/local-host/bundle.ts). It runs with
 * providers of its own: what the SDK would collect by itself is patched into modules that a bundle does not have, and
 * requests stay with the host.
 */

import { createDefaultHttpClient } from '@azure/core-rest-pipeline';
import {
  type Context,
  type ContextManager,
  context,
  ROOT_CONTEXT,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { TelemetryClient as Sdk } from 'applicationinsights';
import type { TelemetryClient } from '../deferred-telemetry.ts';
import { type DependencyCall, isThrottled, succeeded } from '../telemetry.ts';

type ExporterOptions = NonNullable<
  NonNullable<Sdk['config']['azureMonitorOpenTelemetryOptions']>['azureMonitorExporterOptions']
>;

/** An endpoint for tests on this machine. */
const LOOPBACK = /\bIngestionEndpoint=http:\/\/(127\.0\.0\.1|localhost)[:/]/i;

interface ApplicationInsightsOptions {
  readonly connectionString: string;
  /** Signs in to the ingestion endpoint; without it, the instrumentation key of the connection string has to do. */
  readonly credential?: ExporterOptions['credential'];
  /** `cloud_RoleName` of what is sent: that of the host, so that both are found together. */
  readonly role: string;
  readonly httpClient?: ExporterOptions['httpClient'];
}

export function applicationInsights(options: ApplicationInsightsOptions): TelemetryClient {
  context.setGlobalContextManager(new SynchronousContextManager());
  const sdk = new Sdk(options.connectionString, { useGlobalProviders: false });
  sdk.config.azureMonitorOpenTelemetryOptions = {
    resource: resourceFromAttributes({ 'service.name': options.role }),
    azureMonitorExporterOptions: {
      connectionString: options.connectionString,
      // An instance's disk is gone with the instance.
      disableOfflineStorage: true,
      ...(options.credential ? { credential: options.credential } : {}),
      ...httpClientFor(options),
    },
  };
  sdk.initialize();
  const measure = (name: string, value: number, properties: Readonly<Record<string, string>>) =>
    sdk.trackMetric({ name, value, properties });
  return {
    called(call, traceparent, at) {
      const { target, operation, container = '', status, requestUnits } = call;
      const properties = { target, operation, container, status: String(status ?? 'none') };
      measure('scim.dependency.milliseconds', call.milliseconds, properties);
      if (requestUnits !== undefined) measure('scim.cosmos.request_units', requestUnits, properties);
      if (isThrottled(call)) measure('scim.dependency.throttled', 1, properties);
      const sampleRate = sampleRateOf(call, traceparent);
      if (sampleRate === 0) return;
      context.with(traceContext(traceparent), () => sdk.trackDependency(dependencyOf(call, at, sampleRate)));
    },
    lookedUp: (cache, hit) => measure('scim.cache.lookups', 1, { cache, hit: String(hit) }),
    tolerated: (quirk, account = '') => measure('scim.quirks', 1, { quirk, account }),
    idle: (account, days) => measure('scim.account.idle_days', days, { account }),
    flush: () => sdk.flush(),
  };
}

/** The SDK makes every address one with TLS, which an endpoint on this machine has not. */
function httpClientFor({ connectionString, httpClient }: ApplicationInsightsOptions) {
  if (httpClient) return { httpClient };
  if (!LOOPBACK.test(connectionString)) return {};
  const inner = createDefaultHttpClient();
  const sendRequest: typeof inner.sendRequest = (request) => {
    const url = request.url.replace(/^https:/, 'http:');
    return inner.sendRequest(Object.assign(request, { url, allowInsecureConnection: true }));
  };
  return { httpClient: { sendRequest } };
}

/** In attributes by their OpenTelemetry names, of which the exporter makes type, target and data of a dependency. */
function dependencyOf(
  call: DependencyCall,
  at: number,
  sampleRate: number,
): Parameters<Sdk['trackDependency']>[0] {
  const { target, operation, container, milliseconds, status, requestUnits } = call;
  return {
    name: [operation, container].filter(Boolean).join(' '),
    dependencyTypeName: target,
    data: '',
    duration: milliseconds,
    time: new Date(at - milliseconds),
    resultCode: String(status ?? 0),
    success: succeeded(call),
    properties: {
      'db.system': target,
      'db.operation': operation,
      ...(container === undefined ? {} : { 'db.name': container }),
      status: String(status ?? 'none'),
      ...(requestUnits === undefined ? {} : { requestUnits: String(requestUnits) }),
      'microsoft.sample_rate': String(sampleRate),
    },
  };
}

/** Milliseconds after which a call is always kept. */
const SLOW = 1000;

/**
 * Of what went well, the calls of every fourth trace: metrics count them all. In percent, which is what makes
 * `itemCount` right.
 */
function sampleRateOf(call: DependencyCall, traceparent: string | undefined): 0 | 25 | 100 {
  const [, traceId] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (!traceId || !succeeded(call) || call.milliseconds >= SLOW) return 100;
  return Number.parseInt(traceId.slice(-1), 16) % 4 === 0 ? 25 : 0;
}

/** W3C Trace Context: `{version}-{trace id}-{parent id}-{flags}`. */
const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;

/** Recorded whatever the flags say: the host samples for itself, and says so later than we are asked. */
function traceContext(traceparent: string | undefined): Context {
  const [, traceId, spanId] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (!traceId || !spanId) return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: TraceFlags.SAMPLED,
    isRemote: true,
  });
}

/** Holds while a function runs and no longer: what is measured later brings its own context. */
class SynchronousContextManager implements ContextManager {
  #active: Context = ROOT_CONTEXT;

  active(): Context {
    return this.#active;
  }

  with<Args extends unknown[], Result>(
    next: Context,
    run: (...args: Args) => Result,
    self?: ThisParameterType<typeof run>,
    ...args: Args
  ): Result {
    const before = this.#active;
    this.#active = next;
    try {
      return run.apply(self, args);
    } finally {
      this.#active = before;
    }
  }

  bind<Target>(_context: Context, target: Target): Target {
    return target;
  }

  enable(): this {
    return this;
  }

  disable(): this {
    return this;
  }
}
