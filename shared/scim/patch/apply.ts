/**
 * RFC 7644 §3.5.2: the PATCH room. Folds operations over a resource; all or nothing: the first error leaves the caller
 * with the resource it had. Pure, so that a store may run it again on a newer version. It never sees who is a member of
 * a group: that change is folded without knowing them, and the store applies it.
 */

import { invalidValue, mutability, ScimError, type ScimType } from '../error.ts';
import type { Sent } from '../messages/patch-op.ts';
import type { Resource } from '../resource/resource.ts';
import { lostRequired, type RequiredValue } from '../resource/rules.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import { field, fix, say, sentPath, type Text, textForClient } from '../text.ts';
import { applyStep, type PatchContext, type PatchState } from './apply-step.ts';
import { type MemberChange, netMemberChange, noMembersYet } from './member-change.ts';
import { isByName } from './members.ts';
import type { BoundOperation, Step } from './steps.ts';
import { MAX_OPERATIONS, tooManyOperations } from './work.ts';

export type { PatchContext } from './apply-step.ts';

export interface Patched {
  readonly resource: Resource;
  readonly members: MemberChange;
}

export function applyPatch(
  context: PatchContext,
  resource: Resource,
  operations: readonly BoundOperation[],
): Patched {
  const start: PatchState = { resource, members: noMembersYet(), work: 0 };
  const steps = stepsIn(context, operations);
  const patched = steps.reduce(
    (state, step) => inOperation(step.sent, () => applyStep(context, state, step)),
    start,
  );
  const lost = lostRequired(context.type, resource, patched.resource);
  if (lost) throw cleared(lost, steps);
  return { ...patched, members: netMemberChange(patched.members, context.type.memberTypes) };
}

/** RFC 7644 §3.5.2.2: mutability if it was removed; invalidValue if it was given no value. */
function cleared({ attribute, path }: RequiredValue, steps: readonly SentStep[]): ScimError {
  const step = steps.findLast(({ target }) => target.attribute === attribute);
  const text = say`${field(path)} is required and cannot be cleared: ${fix`send another value, or leave it out`}.`;
  return step?.op === 'remove'
    ? inNameOf(step.sent, mutability('required', text))
    : invalidValue('required', text);
}

interface SentStep extends Step {
  readonly sent: Sent;
}

/** @throws what is wrong with an operation, or with data that it has for attributes that the resource type lacks */
function stepsIn({ type, checks }: PatchContext, operations: readonly BoundOperation[]): SentStep[] {
  const all: SentStep[] = [];
  let counted = 0;
  for (const { sent, steps, unknown, error } of operations) {
    inOperation(sent, () => {
      for (const path of unknown) checks.unknownAttribute(path);
      if (error) throw error;
    });
    if (!namesMembers(type, steps)) counted += 1;
    if (counted > MAX_OPERATIONS) throw tooManyOperations();
    for (const step of steps) all.push({ ...step, sent });
  }
  return all;
}

const namesMembers = (type: ResourceType, steps: readonly Step[]): boolean =>
  steps.length > 0 &&
  steps.every(({ target }) => target.attribute.name === type.detached && isByName(target));

/** Errors about where to write. */
const ABOUT_PATHS: ReadonlySet<ScimType | undefined> = new Set([
  'invalidPath',
  'invalidFilter',
  'noTarget',
  'mutability',
]);

/** Those about what to write name the value by its own path, if it has one. */
const needsPlace = ({ scimType, text }: ScimError): boolean =>
  ABOUT_PATHS.has(scimType) || text.field === undefined;

/** Runs `work` for an operation; an error that does not say which value it is about gets to name the operation. */
function inOperation<Result>(sent: Sent, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw error instanceof ScimError && needsPlace(error) ? inNameOf(sent, error) : error;
  }
}

/** The error of an operation, which the text then begins with. */
const inNameOf = (sent: Sent, { status, code, text, scimType }: ScimError): ScimError =>
  new ScimError(status, code, say`Operations[${sent.index}]${pathBeside(sent, text)}: ${text}`, scimType);

/** The path as it was sent, unless the text quotes it. */
function pathBeside({ path }: Sent, text: Text): Text {
  if (path === undefined || textForClient(text).includes(path)) return say``;
  const whole = path.length > 200 ? `${path.slice(0, 200)}…` : path;
  return say`, path ${text.field ? sentPath(whole) : field(whole)}`;
}
