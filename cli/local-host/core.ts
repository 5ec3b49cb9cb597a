/**
 * The interface between @azure/functions and whatever runs it (`@azure/functions-core`, which the worker provides
 * in Azure), as far as an HTTP app uses it: registrations go in, a programming model comes out.
 */

export interface Binding {
  readonly type: string;
  readonly route?: string;
  readonly methods?: readonly string[];
}

export interface RegisteredFunction {
  readonly metadata: { readonly name: string; readonly bindings: Readonly<Record<string, Binding>> };
  readonly callback: FunctionCallback;
}

export type FunctionCallback = (...args: unknown[]) => unknown;
/** `category`: `user` for what a function logs, `system` for what the library itself says. */
export type Log = (level: string, category: string, message: string) => void;

export interface ProgrammingModel {
  getCapabilities(capabilities: object): Promise<{ readonly HttpUri?: string }>;
  getInvocationModel(context: object): {
    getArguments(): Promise<{ context: object; inputs: unknown[] }>;
    invokeFunction(context: object, inputs: unknown[], callback: FunctionCallback): Promise<unknown>;
    getResponse(context: object, result: unknown): Promise<unknown>;
  };
}
