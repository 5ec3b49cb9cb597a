/** A transactional batch: every operation is done, or none is and all but one answer 424. */

import { indexedValues, sizeOf, writeCharge } from './charges.ts';
import type { Container, StoredDocument } from './container.ts';
import { checkDocument, checkId } from './document-rules.ts';
import { patched } from './patch.ts';
import { badRequest, isRecord, type JsonRecord, mustFit, parseBody, Refusal } from './wire.ts';

const MAX_OPERATIONS = 100;
/** RU of an operation that is refused. */
const REFUSED = 1;

export interface BatchAnswer {
  readonly status: 200 | 207;
  readonly results: readonly JsonRecord[];
  readonly charge: number;
}

export function runBatch(container: Container, partition: string, body: string): BatchAnswer {
  mustFit(body);
  const operations = parseBody(body);
  if (!Array.isArray(operations) || operations.length === 0 || operations.length > MAX_OPERATIONS) {
    throw badRequest(`A batch has 1 to ${MAX_OPERATIONS} operations`);
  }
  const work = new Work(container, partition);
  const results: JsonRecord[] = [];
  for (const operation of operations) {
    const result = attempt(work, operation);
    if (result.statusCode >= 300) return failed(operations.length, results.length, result);
    results.push(result);
  }
  container.commit(partition, work.changes);
  const charge = results.reduce((sum, { requestCharge }) => sum + Number(requestCharge), 0);
  return { status: 200, results, charge };
}

type Result = JsonRecord & { readonly statusCode: number };

function failed(count: number, index: number, result: Result): BatchAnswer {
  const results = Array.from({ length: count }, (_, at) =>
    at === index ? result : { statusCode: 424, requestCharge: 0 },
  );
  return { status: 207, results, charge: REFUSED * (index + 1) };
}

function attempt(work: Work, operation: unknown): Result {
  try {
    return work.apply(operation);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { statusCode: error.status, requestCharge: REFUSED };
  }
}

/** The partition as the batch sees it: the container's documents under the batch's own changes. */
class Work {
  readonly changes = new Map<string, StoredDocument | undefined>();
  readonly #container: Container;
  readonly #partition: string;

  constructor(container: Container, partition: string) {
    this.#container = container;
    this.#partition = partition;
  }

  apply(operation: unknown): Result {
    if (!isRecord(operation)) throw badRequest('An operation is an object');
    const { operationType, id, resourceBody, ...others } = operation;
    if (Object.keys(others).length > 0) throw badRequest('The adapter sends no other properties');
    switch (operationType) {
      case 'Create':
        return this.#create(resourceBody);
      case 'Upsert':
        return this.#upsert(resourceBody);
      case 'Patch':
        return this.#write(patched(this.#existing(id), resourceBody), 200);
      case 'Delete':
        return this.#delete(this.#existing(id));
      default:
        throw badRequest(`The adapter sends no ${String(operationType)}`);
    }
  }

  #create(document: unknown): Result {
    checkDocument(document, this.#partition);
    if (this.#current(document.id)) throw new Refusal(409, 'The id is taken');
    return this.#write(document, 201);
  }

  #upsert(document: unknown): Result {
    checkDocument(document, this.#partition);
    return this.#write(document, this.#current(document.id) ? 200 : 201);
  }

  #write(document: JsonRecord, statusCode: number): Result {
    checkDocument(document, this.#partition);
    const stored = this.#container.stamp(document);
    this.changes.set(stored.id, stored);
    return { statusCode, requestCharge: this.#charge(document), eTag: stored._etag, resourceBody: stored };
  }

  #delete(document: StoredDocument): Result {
    this.changes.set(document.id, undefined);
    return { statusCode: 204, requestCharge: this.#charge(document) };
  }

  #charge = (document: JsonRecord): number =>
    writeCharge(sizeOf(document), indexedValues(this.#container.definition.id, document));

  #existing(id: unknown): StoredDocument {
    checkId(id);
    const document = this.#current(id);
    if (!document) throw new Refusal(404, 'There is no such document');
    return document;
  }

  #current(id: string): StoredDocument | undefined {
    return this.changes.has(id) ? this.changes.get(id) : this.#container.read(this.#partition, id);
  }
}
