/** One invocation, in the steps of the Azure worker: arguments, hooks, the function, hooks, the response. */

import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { App, RegisteredFunction } from '../../cli/local-host/load-app.ts';

interface FunctionCall {
  readonly function: RegisteredFunction;
  readonly params: Readonly<Record<string, string>>;
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
}

/** Resolves when the response has gone to the stream server whole; rejects with what the function threw. */
export async function invoke(app: App, invocation: FunctionCall): Promise<void> {
  const { metadata, callback } = invocation.function;
  const coreContext = {
    ...requestOf(invocation),
    metadata,
    log: app.log,
    state: undefined as string | undefined,
  };
  const model = app.model.getInvocationModel(coreContext);
  const { context, inputs } = await model.getArguments();
  const hookContext = { hookData: {}, invocationContext: context, inputs, functionCallback: callback };
  await app.runHooks('preInvocation', hookContext);
  const outcome = await model.invokeFunction(context, hookContext.inputs, hookContext.functionCallback).then(
    (result) => ({ result, error: undefined as unknown }),
    (error: unknown) => ({ result: undefined as unknown, error }),
  );
  const { hookData } = hookContext;
  const post = { hookData, invocationContext: context, inputs: hookContext.inputs, ...outcome };
  // Without it the library takes what a hook logs for a call that was not awaited.
  coreContext.state = 'postInvocationHooks';
  await app.runHooks('postInvocation', post);
  coreContext.state = undefined;
  if (post.error !== undefined) throw post.error;
  if (!post.result) throw new Error(`Function ${metadata.name} returned no response.`);
  await model.getResponse(context, post.result);
}

/** Method, URL and body reach the library through its stream server; headers and parameters come this way. */
function requestOf({ id, function: { metadata }, headers, params }: FunctionCall) {
  const trigger = Object.entries(metadata.bindings).find(([, { type }]) => type === 'httpTrigger');
  const strings = Object.entries(params).map(([name, string]) => [name, { string }]);
  return {
    invocationId: id,
    request: {
      invocationId: id,
      traceContext: { traceParent: newTraceParent(headers.traceparent) },
      inputData: [{ name: trigger?.[0], data: { http: {} } }],
      triggerMetadata: { ...Object.fromEntries(strings), Headers: { json: JSON.stringify(headers) } },
    },
  };
}

/** W3C Trace Context: a part of the client's trace, or a trace of its own. */
function newTraceParent(received: string | readonly string[] | undefined): string {
  const [, traceId = randomBytes(16).toString('hex')] = /^00-([0-9a-f]{32})-/.exec(String(received)) ?? [];
  return `00-${traceId}-${randomBytes(8).toString('hex')}-01`;
}
