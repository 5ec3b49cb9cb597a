/** Loads a bundle of functions as the Azure worker does, with a core of its own behind `@azure/functions`. */

import { createRequire, Module } from 'node:module';
import type { InvokedRoute } from '../../functions/runtime/register.ts';

// `@azure/functions-core`, the interface between @azure/functions and whatever runs it, as far as an HTTP app uses it:
// registrations go in, a programming model comes out.

export interface Binding {
  readonly type: string;
  readonly route?: string;
  readonly methods?: readonly string[];
}

export interface RegisteredFunction {
  readonly metadata: { readonly name: string; readonly bindings: Readonly<Record<string, Binding>> };
  readonly callback: FunctionCallback;
}

type FunctionCallback = (...args: unknown[]) => unknown;
/** `category`: `user` for what a function logs, `system` for what the library itself says. */
export type HostLog = (level: string, category: string, message: string) => void;

export interface ProgrammingModel {
  getCapabilities(capabilities: object): Promise<{ readonly HttpUri?: string }>;
  getInvocationModel(context: object): {
    getArguments(): Promise<{ context: object; inputs: unknown[] }>;
    invokeFunction(context: object, inputs: unknown[], callback: FunctionCallback): Promise<unknown>;
    getResponse(context: object, result: unknown): Promise<unknown>;
  };
}

type Hook = (context: object) => unknown;

export interface App {
  readonly functions: readonly RegisteredFunction[];
  /** The same as the bundle exports them, for a host that calls the endpoints itself; none where it exports none. */
  readonly routes: readonly InvokedRoute[];
  readonly model: ProgrammingModel;
  readonly log: HostLog;
  /** Runs the hooks of that name in the order of their registration; they share and may change `context`. */
  runHooks(name: string, context: object): Promise<void>;
}

/** Once for a bundle: the module cache would answer a second time with nothing registered. */
export function loadApp(bundle: string, log: HostLog): App {
  const functions: RegisteredFunction[] = [];
  const hooks: { name: string; callback: Hook }[] = [];
  const models: ProgrammingModel[] = [];
  const { routes = [] } = requireWithCore(bundle, {
    version: '4',
    hostVersion: '4',
    Disposable: Registration,
    log,
    setProgrammingModel: (model: ProgrammingModel) => void models.push(model),
    getProgrammingModel: () => models.at(-1),
    registerFunction: (metadata: RegisteredFunction['metadata'], callback: FunctionCallback) =>
      enlist(functions, { metadata, callback }),
    registerHook: (name: string, callback: Hook) => enlist(hooks, { name, callback }),
  });
  const model = models.at(-1);
  if (!model) throw new Error(`${bundle} registers no function.`);
  const runHooks = async (name: string, context: object) => {
    for (const hook of hooks.filter((candidate) => candidate.name === name)) await hook.callback(context);
  };
  return { functions, routes, model, log, runHooks };
}

/** What the library calls a Disposable: the way to take a registration back. */
class Registration {
  readonly dispose: () => void;

  constructor(dispose: () => void) {
    this.dispose = dispose;
  }
}

function enlist<T>(list: T[], item: T): Registration {
  list.push(item);
  return new Registration(() => {
    const index = list.indexOf(item);
    if (index >= 0) list.splice(index, 1);
  });
}

function requireWithCore(bundle: string, core: object): { readonly routes?: readonly InvokedRoute[] } {
  const { prototype } = Module;
  const original = prototype.require;
  const intercepting = function (this: Module, id: string): unknown {
    return id === '@azure/functions-core' ? core : original.call(this, id);
  };
  prototype.require = Object.assign(intercepting, original);
  try {
    return createRequire(import.meta.url)(bundle);
  } finally {
    prototype.require = original;
  }
}
