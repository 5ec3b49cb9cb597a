/** The OpenAPI document as the router and the validation read it: the only list of paths, parameters and shapes. */

import { RESOURCE_TYPES } from '../../accounts/resource-types.ts';
import { FIELD_TYPES } from '../../kissflow/field.ts';
import document from './openapi.json' with { type: 'json' };

export interface Parameter {
  readonly name: string;
  readonly in: string;
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

type PathItem = Readonly<Partial<Record<(typeof DESCRIBED_METHODS)[number], DescribedOperation>>>;

const { components } = document;
const { FieldType, LogEntry } = components.schemas;

/** With the types of fields and of resources from their tables. */
export const openapi = {
  ...document,
  components: {
    ...components,
    schemas: {
      ...components.schemas,
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

// TypeScript's type of a JSON file has one shape for each path; test/manage/openapi.test.ts holds it to this one.
export const paths = Object.entries(
  document.paths as Readonly<Record<string, unknown>>,
) as readonly (readonly [template: string, item: PathItem])[];
