/** A call named by its method and path, such as `/accounts/${account}/tokens`: the types of what it takes and answers. */

import type { Operations } from './manage-api.ts';

type Filled<Template> = Template extends `${infer Before}{${string}}${infer Behind}`
  ? `${Before}${string}${Filled<Behind>}`
  : Template;

type Inserted<Template> = Template extends `${string}{${infer Name}}${infer Behind}`
  ? Name | Inserted<Behind>
  : never;

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The template alike: `/accounts/${string}` alone would take what is below it, too. */
type TemplateOf<Verb extends Method, Path> = {
  [Name in keyof Operations]: Name extends `${Verb} ${infer Template}`
    ? Path extends Filled<Template>
      ? Filled<Template> extends Path
        ? Template
        : never
      : never
    : never;
}[keyof Operations];

type Named<Verb extends Method, Path> = Operations[`${Verb} ${TemplateOf<Verb, Path>}` & keyof Operations];

/** @returns the path itself; never: the manage API has no such operation */
export type Known<Verb extends Method, Path> = [TemplateOf<Verb, Path>] extends [never] ? never : Path;

export type BodyOf<Verb extends Method, Path> = Named<Verb, Path>['body'];
export type AnswerOf<Verb extends Method, Path> = Named<Verb, Path>['answer'];

/** An address has text for a number, too. */
export type QueryOf<Verb extends Method, Path> = {
  readonly [Name in Exclude<keyof Named<Verb, Path>['parameters'], Inserted<TemplateOf<Verb, Path>>>]?:
    | Named<Verb, Path>['parameters'][Name]
    | string
    | undefined;
};
