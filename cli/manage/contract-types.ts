/** TypeScript types of the manage API, made from its OpenAPI document: of its schemas, and of its operations. */

import {
  DESCRIBED_METHODS,
  type DescribedOperation,
  openapi,
  type Parameter,
  paths,
} from '../../shared/manage/contract/openapi-document.ts';

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

const HEAD =
  '/** Made from the OpenAPI document of the manage API by `npm run contract:types`: change the document instead. */';

export const contractTypes = (): string =>
  `${[
    HEAD,
    ...Object.entries<object>(openapi.components.schemas).map(
      ([name, schema]) => `export type ${name} = ${typeOf(schema)};`,
    ),
    `/** By method and path template below \`/manage/v1\`: parameters of path and query, body, answer. */\nexport type Operations = {\n${operations().join('\n')}\n};`,
  ].join('\n\n')}\n`;

/** What the router does not read. */
interface Answering extends DescribedOperation {
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

interface Content {
  readonly 'application/json': { readonly schema: Schema };
}

const operations = (): readonly string[] =>
  paths.flatMap(([template, item]) =>
    DESCRIBED_METHODS.flatMap((method) => {
      const described = item[method] as Answering | undefined;
      return described ? operation(`${method.toUpperCase()} ${template}`, template, described) : [];
    }),
  );

function operation(name: string, template: string, described: Answering): string {
  const { operationId, parameters = [], requestBody, responses } = described;
  const inPath = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => `readonly ${name}: string;`);
  const inQuery = parameters.filter((one) => one.in === 'query').map(queryParameter);
  const answers = Object.entries(responses).flatMap(([status, { content }]) =>
    status.startsWith('2') ? typeOf(content?.['application/json'].schema ?? NOTHING) : [],
  );
  return `/** ${operationId} */
readonly '${name}': {
readonly parameters: ${objectType([...inPath, ...inQuery])};
readonly body: ${typeOf(requestBody?.content['application/json'].schema ?? NOTHING)};
readonly answer: ${[...new Set(answers)].join(' | ')};
};`;
}

const objectType = (members: readonly string[]): string =>
  members.length === 0 ? 'Readonly<Record<string, never>>' : `{\n${members.join('\n')}\n}`;

const NOTHING: Schema = { type: 'undefined' };

/** Text that only the service judges is any text: `enum` and `pattern` are left to it. */
function queryParameter({ name, required, schema }: Parameter): string {
  const { type } = schema as Schema;
  const text = type === 'boolean' || type === 'integer' ? named(type, {}) : 'string';
  return `readonly ${name}${required ? '' : '?'}: ${text}${required ? '' : ' | undefined'};`;
}

function typeOf(schema: Schema): string {
  if (schema.$ref) return schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(' | ');
  const either = schema.anyOf ?? schema.oneOf;
  if (either) return either.map(typeOf).join(' | ');
  const types = [schema.type ?? 'unknown'].flat();
  return types.map((type) => named(type, schema)).join(' | ');
}

function named(type: string, schema: Schema): string {
  const { items, properties, additionalProperties, required = [] } = schema;
  if (type === 'array') return `readonly (${typeOf(items ?? {})})[]`;
  if (type === 'integer') return 'number';
  if (type !== 'object') return type;
  const others = typeof additionalProperties === 'object' ? typeOf(additionalProperties) : 'unknown';
  if (!properties) return `Readonly<Record<string, ${others}>>`;
  const members = Object.entries(properties).map(([name, schema]) => {
    const comment = schema.description ? `/** ${schema.description.replaceAll('*/', '* /')} */\n` : '';
    return `${comment}readonly ${/^\w+$/.test(name) ? name : JSON.stringify(name)}${required.includes(name) ? '' : '?'}: ${typeOf(schema)};`;
  });
  return objectType(members);
}
