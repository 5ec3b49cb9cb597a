import { notFound } from '../scim/error.ts';
import { fix, say } from '../scim/text.ts';

export const noSuchPath = () =>
  notFound(
    'no-such-path',
    say`There is nothing at this path. ${fix`The Base URL ends with the account id; below it are /Users and /Groups`}.`,
  );
