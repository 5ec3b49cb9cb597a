import { own, type Resource } from '../scim/resource/resource.ts';

/** What the log calls a user or group: `userName` or `displayName`. Nothing where it is not known. */
export function subjectName(resource: Resource | undefined, type: 'User' | 'Group'): { name?: string } {
  const name = resource && own(resource, type === 'User' ? 'userName' : 'displayName');
  return typeof name === 'string' ? { name } : {};
}
