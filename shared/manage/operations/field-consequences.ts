/** What a change of fields will do, said before it is done: to the values of users, and to the client that sends them. */

import type { Account } from '../../accounts/account.ts';
import type { ConcernedField } from '../../accounts/change-fields.ts';
import { targetOf } from '../../kissflow/field.ts';
import { sameName } from '../../scim/schema/attribute.ts';

export interface Consequence extends ConcernedField {
  /** Of the mapping that sends values for the field: its target attribute. */
  readonly target: string;
  /** Sentences for the person who decides. */
  readonly detail: string;
}

export const consequencesOf = (
  account: Account,
  concerned: readonly ConcernedField[],
): readonly Consequence[] =>
  concerned.map((one) => {
    const target = targetIn(account, one.field);
    return { ...one, target, detail: sentencesOf(account, one, target).join(' ') };
  });

/** By the field as it was before the change, or has been once; one that is new has no mapping yet, and is sent as it is. */
function targetIn({ id, fields, formerFields = [] }: Account, fieldId: string): string {
  const field = [...fields, ...formerFields].find((one) => sameName(one.id, fieldId));
  return targetOf(id, field ?? { id: fieldId, type: 'text' });
}

function sentencesOf(
  { unsupportedAttributes }: Account,
  { reason, users }: ConcernedField,
  target: string,
): readonly string[] {
  const holding = `${usersDo(users, 'holds a value', 'hold a value')}.`;
  switch (reason) {
    case 'removed':
      return [
        holding,
        'Values are kept, and shown again when the field returns.',
        unsupportedAttributes === 'ignore'
          ? `What is sent for ${target} is dropped and named in the provisioning log, as for every attribute that the account does not have: delete the mapping.`
          : `Until the mapping with the target ${target} is deleted, a request that sends a value for it is refused (400) and changes nothing of that user: delete the mapping first, or let the field retire.`,
      ];
    case 'retired':
      return [
        holding,
        'Values are kept, and shown again when the field returns.',
        `What is sent for ${target} is dropped and named in the provisioning log, and nothing is refused: delete the mapping, and then end the retirement.`,
      ];
    case 'retyped':
      return [
        holding,
        'Values that the new type cannot have are kept and hidden until the field has its type again.',
        `A request that sends such a value is refused (400): change the source of the mapping with the target ${target}.`,
      ];
    case 'options removed':
      return [
        `${usersDo(users, 'holds an option', 'hold an option')} that would be gone.`,
        'They keep it until another one is sent.',
        `A request that sends such an option is refused (400): change the source of the mapping with the target ${target}.`,
      ];
    case 'required':
      return [
        `${usersDo(users, 'has no value', 'have no value')}.`,
        `They stay as they are, and changes of them are taken. A new user without a value is refused (400): map a source that all users have to ${target} first.`,
      ];
  }
}

const usersDo = (users: number, one: string, many: string): string =>
  users === 1 ? `1 user ${one}` : `${users} users ${many}`;
