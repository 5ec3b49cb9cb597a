/** The rows of the mapping guide: what an administrator enters in Entra ID, as data. */

import type { ENTERPRISE_USER } from '../extension-schema.ts';

/** A line of Entra's attribute list: the definition of an attribute of the target. */
export interface TargetAttribute {
  readonly target: string;
  /** Entra also has Integer and Binary; no Kissflow field fits them. */
  readonly type: 'String' | 'DateTime' | 'Boolean' | 'Reference';
  /** Right in place of String where the source has this type, too. */
  readonly alternativeType?: 'DateTime' | 'Boolean';
  readonly required: boolean;
  readonly multiValued: boolean;
  /** Without it Entra does not send a change that is one of case only. */
  readonly exactCase: boolean;
  /** What a Reference refers to: Entra's name for the application's object of users. */
  readonly referencedObject?: typeof ENTERPRISE_USER;
}

export interface Source {
  readonly mappingType: 'Direct' | 'Expression';
  /** The attribute of Entra's user or group that is read. */
  readonly attribute: string;
  /** As Microsoft Graph writes it; for a mapping of type Expression also what is typed in the portal. */
  readonly expression: string;
}

export interface DefaultRow extends TargetAttribute {
  readonly source: Source;
  /** The name under which Kissflow shows the attribute, where it is another one. */
  readonly shownAs?: string;
}

export interface FieldRow extends TargetAttribute {
  readonly field: string;
  readonly name: string;
  /** Absent where Entra has no attribute that could be suggested. */
  readonly source?: Source & {
    /** No attribute of Entra's goes by this name: the suggestion is a free one, for the administrator to replace. */
    readonly placeholder: boolean;
  };
  /** For portals that refuse `type` for a custom attribute. */
  readonly fallbackType?: 'String';
  /** For a date whose source is text as directories write it; what is typed as an expression. */
  readonly textExpression?: string;
  readonly notes: readonly string[];
}

export interface RemovedRow {
  readonly target: string;
  /** The source of the mapping in a new application. */
  readonly source: string;
  /** The account's own target for the same source. */
  readonly instead?: string;
}
