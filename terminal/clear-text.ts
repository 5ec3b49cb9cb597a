/** A token in clear text belongs to whoever reads it on the way (RFC 6750 §5.2): where it may be sent, and where not. */

const THIS_MACHINE = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * Why no token may be sent to this http or https address; undefined when it may.
 * @param given the option or the place in a file that named it
 */
export function clearTextRefusal({ protocol, hostname }: URL, given: string): string | undefined {
  if (protocol === 'https:' || THIS_MACHINE.test(hostname)) return undefined;
  return `${given} must begin with https://: the token would cross the network for everybody to read. http:// is only for a service on this machine, such as http://localhost:7071.`;
}
