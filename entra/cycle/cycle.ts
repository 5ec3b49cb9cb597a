/**
 * One run from Test Connection to the comparison: the order of the phases, and how each is run. This room owns what is
 * expected to be stored; it never reads a store, only what the service provider answers.
 */

import { randomUUID } from 'node:crypto';
import { inParallel } from '../../shared/async/promises.ts';
import { type Progress, silent } from '../../terminal/progress.ts';
import type { Connection } from '../../terminal/token.ts';
import { connect, RequestFailed } from '../client/client.ts';
import type { Dialect } from '../client/wire.ts';
import { addMembers, departures, memberBatches, removeMembers } from './member-phases.ts';
import {
  changeUser,
  createGroup,
  createUser,
  doomedGroups,
  doomedUsers,
  renameGroup,
  setManager,
  testConnection,
  withoutManager,
} from './phases.ts';
import { everything, leftovers, walkPages } from './query.ts';
import { read, remove } from './resource.ts';
import { type CycleReport, Ledger, live, type Session, type Tracked } from './session.ts';

export interface CycleOptions extends Connection {
  readonly users: number;
  readonly groups: number;
  readonly concurrency: number;
  /** `both`: every other object speaks the other one. */
  readonly dialect: Dialect | 'both';
  /** Leave what the run created. */
  readonly keep: boolean;
  readonly progress?: Progress;
}

/** Resolves whatever the service provider does; the report says what failed or differs. */
export async function runCycle(options: CycleOptions): Promise<CycleReport> {
  const session = openSession(options);
  const { ledger } = session;
  for (const phase of phasesOf(options)) {
    await ledger.phase(phase.name, () => runPhase(options, phase.name, phase.tasks(session)));
    // Entra starts no job whose connection test fails.
    if (phase.name === CONNECTION && !ledger.clean) break;
  }
  const { phases, failures, differences } = ledger;
  return { run: session.run, fields: session.extension?.fields.length ?? 0, phases, failures, differences };
}

interface Phase {
  readonly name: string;
  readonly tasks: (session: Session) => readonly Task[];
}
type Task = () => Promise<void>;

const phase = <T>(
  name: string,
  items: (session: Session) => readonly T[],
  work: (session: Session, item: T) => Promise<void>,
): Phase => ({
  name,
  tasks: (session) => items(session).map((item) => () => survive(() => work(session, item))),
});

/** A failed request has been noted; it ends the work on its own resource only. */
async function survive(work: Task): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof RequestFailed)) throw error;
  }
}

const CONNECTION = 'test connection';
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

const phasesOf = ({ keep }: CycleOptions): Phase[] => [
  phase(CONNECTION, () => [undefined], testConnection),
  phase('create users', ({ userCount }) => upTo(userCount), createUser),
  phase('set managers', withoutManager, setManager),
  phase('create groups', ({ groupCount }) => upTo(groupCount), createGroup),
  phase('add members', memberBatches, addMembers),
  phase('change users', ({ users }) => live(users), changeUser),
  phase('rename groups', ({ groups }) => live(groups), renameGroup),
  phase('remove members', departures, removeMembers),
  phase('delete users', doomedUsers, readAndRemove),
  phase('delete groups', doomedGroups, readAndRemove),
  phase('read back', everything, (session, one) => read(session, one, true)),
  phase('list all', () => ['User', 'Group'] as const, walkPages),
  ...(keep ? [] : [phase('clean up', leftovers, remove)]),
];

async function readAndRemove(session: Session, tracked: Tracked): Promise<void> {
  await read(session, tracked);
  await remove(session, tracked);
}

async function runPhase(options: CycleOptions, name: string, tasks: readonly Task[]): Promise<void> {
  const progress = options.progress ?? silent;
  progress.start(name, tasks.length);
  await inParallel(tasks, options.concurrency, async (task) => {
    await task();
    progress.step();
  });
  progress.stop();
}

function openSession(options: CycleOptions): Session {
  const ledger = new Ledger();
  return {
    run: randomUUID().slice(0, 8),
    userCount: options.users,
    groupCount: options.groups,
    dialectOf: dialectChooser(options.dialect),
    send: connect(options, (exchange) => ledger.observe(exchange)),
    ledger,
    users: new Map(),
    groups: new Map(),
    extension: undefined,
  };
}

const dialectChooser =
  (choice: CycleOptions['dialect']) =>
  (index: number): Dialect => {
    if (choice !== 'both') return choice;
    return index % 2 === 0 ? 'default' : 'flag';
  };
