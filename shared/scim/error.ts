/** RFC 7644 §3.12: the errors a SCIM client can act on. Everything else is a fault of ours, not a ScimError. */

export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'
  | 'invalidVers'
  | 'sensitive';

/** `detail` names the attribute and what the client should change; it is shown to administrators verbatim. */
export class ScimError extends Error {
  override readonly name = 'ScimError';
  readonly status: number;
  readonly scimType: ScimType | undefined;
  readonly detail: string;

  constructor(status: number, detail: string, scimType?: ScimType) {
    super(detail);
    this.status = status;
    this.scimType = scimType;
    this.detail = detail;
  }
}

const badRequest = (scimType: ScimType) => (detail: string) => new ScimError(400, detail, scimType);

export const invalidFilter = badRequest('invalidFilter');
export const tooMany = badRequest('tooMany');
export const mutability = badRequest('mutability');
export const invalidSyntax = badRequest('invalidSyntax');
export const invalidPath = badRequest('invalidPath');
export const noTarget = badRequest('noTarget');
export const invalidValue = badRequest('invalidValue');
export const uniqueness = (detail: string) => new ScimError(409, detail, 'uniqueness');
export const notFound = (detail: string) => new ScimError(404, detail);
export const preconditionFailed = (detail: string) => new ScimError(412, detail);
export const tooLarge = (detail: string) => new ScimError(413, detail);
export const notImplemented = (detail: string) => new ScimError(501, detail);
