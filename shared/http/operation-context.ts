/** What an operation is given for one request: the context, the body as the clients' quirks allow it, and the status of a success. */

import { isOfType, validate } from '../accounts/resource-types.ts';
import { each, inOnePiece, inPieces } from '../async/pieces.ts';
import { type Note, notingPolicy, toleratePatch, tolerateResource } from '../interop/tolerate.ts';
import { formerFieldAt, unsupportedText } from '../kissflow/mapping-guide/unsupported.ts';
import type { OperationContext } from '../protocol/context.ts';
import { bodyDisables, patchDisables } from '../protocol/disables.ts';
import { subjectOf } from '../provisioning-log/entry-parts.ts';
import { invalidPath, invalidSyntax, invalidValue } from '../scim/error.ts';
import { assigned, isObject, type JsonObject } from '../scim/json.ts';
import { type BoundOperation, bindOperation } from '../scim/patch/steps.ts';
import { rootEntries } from '../scim/resource/body.ts';
import { projection, type Selection } from '../scim/resource/project.ts';
import { type ResourceType, typeAt } from '../scim/schema/resource-type.ts';
import { pathWithoutValues, say } from '../scim/text.ts';
import { locateBelow, type ScimCall, type ScimNotes, type ScimServices } from './call.ts';
import { changeEntry } from './log-entries.ts';
import { changeNoted } from './noted-activity.ts';
import { listParameter, readJson, readObject } from './request.ts';

export interface ScimOperationContext extends OperationContext {
  /** Of a success: for the answer, and for the log, which is written before it. */
  readonly status: number;
}

/** RFC 7644 §3.5.2: a PATCH answers 200 with the resource, or 204; of some types only what was asked for by name. */
function successStatus({ request: { method, url } }: ScimCall, { patchAnswer }: ResourceType): number {
  if (method === 'POST') return 201;
  if (method === 'DELETE') return 204;
  const silent =
    method === 'PATCH' && patchAnswer === 'none' && listParameter(url, 'attributes') === undefined;
  return silent ? 204 : 200;
}

export function contextOf(services: ScimServices, call: ScimCall, endpoint: string): ScimOperationContext {
  const type = typeAt(call.types, endpoint);
  const status = successStatus(call, type);
  // Nothing of an answer without a body is read from the store.
  const selection: Selection =
    status === 204
      ? { attributes: ['id'] }
      : assigned({
          attributes: listParameter(call.request.url, 'attributes'),
          excludedAttributes: listParameter(call.request.url, 'excludedAttributes'),
        });
  return {
    status,
    account: call.account.id,
    type,
    store: services.resources,
    checks: { validate, isOfType, unknownAttribute: (path) => unsupported(call, type, path) },
    policy: notingPolicy(noteIn(call)),
    projection: projection(type, selection),
    record: (change) => {
      const entries = changeEntry(call.account, call.notes, type, status, change, services.now());
      call.notes.activity = changeNoted(change, type, entries);
      return entries;
    },
    locate: locateBelow(call.baseUrl, call.types),
  };
}

const noteIn =
  ({ notes }: ScimCall): Note =>
  (quirk, dropped = []) => {
    notes.quirks.add(quirk);
    for (const path of dropped) ignore(notes, path);
  };

/** Names in one log line. */
const MAX_IGNORED = 50;

function ignore({ ignored }: ScimNotes, path: string): void {
  if (ignored.size < MAX_IGNORED) ignored.add(pathWithoutValues(path));
}

/**
 * The account's setting decides about data under attributes that it does not have; what is sent for a field that retires is
 * dropped in any case, and the log names it. A user is disabled even so: refused
 * for the sake of a mapping, a leaver would stay active.
 */
function unsupported({ account, request, notes }: ScimCall, type: ResourceType, path: string): void {
  const { id, fields, formerFields = [] } = account;
  const former = formerFieldAt(id, formerFields, path);
  if (former?.retiring) notes.retiring.add(former.id);
  if (account.unsupportedAttributes === 'ignore' || notes.disables || former?.retiring) {
    ignore(notes, path);
    return;
  }
  const text = unsupportedText(id, fields, path, type, formerFields);
  throw (request.method === 'PATCH' ? invalidPath : invalidValue)('unknown-attribute', text);
}

/** The body of a POST or a PUT. */
export async function resourceBody({ type }: OperationContext, call: ScimCall): Promise<JsonObject> {
  const { notes, request } = call;
  const given = await readObject(request);
  const body = await inOnePiece(() => tolerateResource(type, given, noteIn(call)));
  if (!isObject(body)) throw invalidSyntax('body-not-object', say`The body must be one JSON object.`);
  notes.subject = subjectOf(Object.fromEntries(rootEntries(type, body)), type);
  if (request.method === 'PUT') notes.disables = bodyDisables(type, body);
  return body;
}

/** The body of a PATCH. Whether it takes access away is noted even where the rest of it cannot be read. */
export async function patchOperations(
  { type, policy }: OperationContext,
  call: ScimCall,
): Promise<readonly BoundOperation[]> {
  const { notes, request } = call;
  const { operations, errors } = await inPieces(toleratePatch(type, await readJson(request), noteIn(call)));
  const bound = await inPieces(each(operations, (operation) => bindOperation(type, policy, operation)));
  notes.disables = patchDisables(bound);
  const [error] = errors;
  if (error) throw error;
  return bound;
}
