/** The OpenAPI document as the router and the validation read it: the only list of paths, parameters and shapes. */

import { RESOURCE_TYPES } from '../../accounts/resource-types.ts';
import { FIELD_TYPES } from '../../kissflow/field.ts';
import { ROLES, type Role } from '../callers/caller.ts';
import document from './openapi.json' with { type: 'json' };

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: object;
}

export interface DescribedOperation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly required: boolean;
    readonly content: { readonly 'application/json': { readonly schema: object } };
  };
  /** The app role that is needed at least, under `entraId`; an empty list: anyone may call. */
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
}

export const DESCRIBED_METHODS = ['get', 'put', 'post', 'patch', 'delete'] as const;

export type DescribedMethod = (typeof DESCRIBED_METHODS)[number];

type PathItem = Readonly<Partial<Record<DescribedMethod, DescribedOperation>>>;

// TypeScript's type of a JSON file has one shape for each path; test/manage/openapi.test.ts holds it to this one.
export const paths = Object.entries(
  document.paths as Readonly<Record<string, unknown>>,
) as readonly (readonly [template: string, item: PathItem])[];

/**
 * OpenAPI 3.1 §4.8.30: `security` may list the roles that an operation needs.
 * @returns the least one; undefined when anyone may call. On one's own machine, every caller is a Super Admin. @throws TypeError when it names none
 */
export function roleNeeded({ operationId, security }: DescribedOperation): Role | undefined {
  if (security?.length === 0) return undefined;
  if (security && !security.some(({ entraId }) => entraId)) return 'SuperAdmin';
  const [name] = security?.flatMap(({ entraId = [] }) => entraId) ?? [];
  const role = ROLES.find((one) => one === name);
  if (role) return role;
  throw new TypeError(`the operation ${operationId} names no role`);
}

/**
 * Leaves an entry in the administrators' log: what changes something, and what only a Super Admin may read. What a Viewer
 * may send as POST stores nothing, nor does signing in, which is not done with Entra ID.
 */
export function isRecorded(method: DescribedMethod, described: DescribedOperation): boolean {
  if (!described.security?.some(({ entraId }) => entraId)) return false;
  const role = roleNeeded(described);
  return method === 'get' ? role === 'SuperAdmin' : role !== 'Viewer';
}

const recorded = paths.flatMap(([, item]) =>
  DESCRIBED_METHODS.flatMap((method) => {
    const described = item[method];
    return described && isRecorded(method, described) ? [described.operationId] : [];
  }),
);

const { components } = document;
const { RecordedOperation, FieldType, LogEntry } = components.schemas;

/** With the types of fields and of resources from their tables, and the operations of the administrators' log. */
export const openapi = {
  ...document,
  components: {
    ...components,
    schemas: {
      ...components.schemas,
      RecordedOperation: { ...RecordedOperation, enum: recorded },
      FieldType: { ...FieldType, enum: FIELD_TYPES },
      LogEntry: {
        ...LogEntry,
        properties: {
          ...LogEntry.properties,
          resourceType: { ...LogEntry.properties.resourceType, enum: Object.keys(RESOURCE_TYPES) },
        },
      },
    },
  },
};
