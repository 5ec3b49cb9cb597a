import { resourceStore } from '../../shared/storage/resources/store.ts';
import {
  adding,
  changeMembers,
  createGroup,
  createUser,
  everything,
  membersOf,
  nothing,
  removing,
  setting,
  users,
} from '../contract/population.ts';
import { connectedDouble } from '../doubles/cosmos/index.ts';

/** Every read of another client is served from before the last writes, unless its session knows of them. */
async function lagging() {
  let lag = 0;
  const { connect } = await connectedDouble({
    fault: ({ kind }) =>
      lag > 0 && (kind === 'read' || kind === 'query') ? { kind: 'stale', writes: lag } : undefined,
  });
  const here = resourceStore(connect());
  const there = () => resourceStore(connect());
  return {
    here,
    there,
    behind: (writes: number) => {
      lag = writes;
    },
  };
}

describe('Cosmos DB session consistency: reads that lag behind the writes of another instance', () => {
  it('a value set back is not taken for no change', async () => {
    const { here, there, behind } = await lagging();
    const ann = await createUser(here, 'ann', { active: true });
    await setting(here, ann, (user) => ({ ...user, active: false }));
    behind(1);
    await there().update(users, ann, nothing, ({ resource }) => ({
      ...(resource.active === true ? {} : { attributes: { ...resource, active: true } }),
      members: adding(),
      conditional: false,
      log: () => [],
    }));
    behind(0);
    expect((await here.get(users, ann, nothing))?.resource.active).toBe(true);
  });

  it('a member that was just removed can be added again, and the other way round', async () => {
    const { here, there, behind } = await lagging();
    const ann = await createUser(here, 'ann');
    const group = await createGroup(here, 'G', [ann]);
    await changeMembers(here, group, removing(ann));
    behind(1);
    await changeMembers(there(), group, adding(ann));
    behind(0);
    expect(await membersOf(here, group)).toEqual([ann]);
    behind(1);
    await changeMembers(there(), group, removing(ann));
    behind(0);
    expect(await membersOf(here, group)).toEqual([]);
  });

  it('a user that another instance created a moment ago is found', async () => {
    const { here, there, behind } = await lagging();
    const ann = await createUser(here, 'ann');
    behind(1);
    const found = there().get(users, ann, everything);
    setTimeout(() => behind(0), 50);
    expect((await found)?.resource.userName).toBe('ann');
  });
});
