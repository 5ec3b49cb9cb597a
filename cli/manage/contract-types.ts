/** TypeScript types of what the manage API takes and answers, made from the schemas of its OpenAPI document. */

import { openapi } from '../../shared/manage/contract/openapi-document.ts';

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
  ].join('\n\n')}\n`;

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
  return `{\n${members.join('\n')}\n}`;
}
