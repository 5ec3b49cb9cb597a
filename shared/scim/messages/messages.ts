/**
 * RFC 7644 §3.1 and §8.2: the messages of the protocol. This room knows their form; what they say of a resource it leaves
 * to the rooms that ask a schema.
 */

/** URNs of the protocol's messages. */
export const messages = {
  listResponse: 'urn:ietf:params:scim:api:messages:2.0:ListResponse',
  patchOp: 'urn:ietf:params:scim:api:messages:2.0:PatchOp',
  error: 'urn:ietf:params:scim:api:messages:2.0:Error',
} as const;

/**
 * RFC 7644 §3.4.2, as pieces of JSON text.
 * @param resources JSON texts, whole or in pieces. @param startIndex 1-based
 */
export function* listPieces(
  resources: readonly (string | Iterable<string>)[],
  totalResults: number,
  startIndex: number,
): Generator<string> {
  const head = { schemas: [messages.listResponse], totalResults, startIndex, itemsPerPage: resources.length };
  yield `${JSON.stringify(head).slice(0, -1)},"Resources":[`;
  for (const [index, resource] of resources.entries()) {
    if (index > 0) yield ',';
    if (typeof resource === 'string') yield resource;
    else yield* resource;
  }
  yield ']}';
}

export const listResponse = (
  resources: readonly string[],
  totalResults: number,
  startIndex: number,
): string => [...listPieces(resources, totalResults, startIndex)].join('');
