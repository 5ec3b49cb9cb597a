import { notFound } from '../scim/error.ts';

export const noSuchPath = () =>
  notFound(
    'There is nothing at this path. The Base URL ends with the account id; below it are /Users and /Groups.',
  );
