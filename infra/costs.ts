/**
 * What a month costs, calculated and not measured: store operations of a request (docs/ARCHITECTURE.md) times what one
 * is charged, times how often Entra ID asks. `node infra/costs.ts` prints the table of docs/operations.md.
 */

/** List prices in US dollars, United States regions. */
const PRICES = {
  millionRequestUnits: 0.25,
  storedGigabyteMonth: 0.25,
  gigabyteSecond: 0.000026,
  millionExecutions: 0.4,
  tenThousandSecretCalls: 0.03,
  loggedGigabyte: 2.3,
};

/** Request units of a store operation, as Microsoft's documentation gives them for documents of this size. */
const READ = 1;
const QUERY = 3;
const BATCH = 20;

/** A lookup by userName finds 2 documents and the groups; one that finds nothing reads the reservation. */
const LOOKUP = { requestUnits: 2 * READ + QUERY, requests: 1 };
const MISS = { requestUnits: READ, requests: 1 };
const CREATE = { requestUnits: BATCH, requests: 1 };
const MODIFY = { requestUnits: READ + BATCH + QUERY, requests: 1 };
const ADD_MEMBER = { requestUnits: 2 * READ + BATCH, requests: 1 };

/** What is assumed of a customer. */
const MEMBERSHIPS = 3;
const DAILY_CHANGES = 0.01;
const CYCLES = 30 * 36;
const TIMER_RUNS = 30 * 96;
/** An on-demand instance is billed for a second at least, and requests of Entra ID come one by one. */
const SECONDS = 1;
const INSTANCE_GIGABYTES = 2;
/** The host's request and two lines, our line, a share of metrics and dependencies. */
const LOGGED_KILOBYTES = 4;
/** Documents and index of a user, its reservation, its memberships, and its entries in the log. */
const STORED_KILOBYTES = 5 + 0.5 + MEMBERSHIPS * 0.4 + 30 * DAILY_CHANGES * 2 * 0.6;

type Work = typeof LOOKUP;

const times = (count: number, ...works: readonly Work[]): Work => ({
  requestUnits: count * works.reduce((sum, work) => sum + work.requestUnits, 0),
  requests: count * works.reduce((sum, work) => sum + work.requests, 0),
});

const together = (...works: readonly Work[]): Work => times(1, ...works);

const initialCycle = (users: number): Work =>
  together(times(users, MISS, CREATE), times(users * MEMBERSHIPS, ADD_MEMBER));

/** Two lookups a cycle ask whether we are there; a change of a user, and one of a membership, for every changed user. */
const month = (users: number): Work =>
  together(times(CYCLES * 2, LOOKUP), times(users * DAILY_CHANGES * 30, LOOKUP, MODIFY, ADD_MEMBER));

function costs({ requestUnits, requests }: Work, users: number, runs: number) {
  const invocations = requests + runs;
  return {
    cosmos: (requestUnits / 1e6) * PRICES.millionRequestUnits,
    storage: ((users * STORED_KILOBYTES) / 1e6) * PRICES.storedGigabyteMonth,
    functions:
      invocations * SECONDS * INSTANCE_GIGABYTES * PRICES.gigabyteSecond +
      (invocations / 1e6) * PRICES.millionExecutions,
    // Two secrets a minute and process at most; never more than requests.
    vault: (Math.min(requests, 30 * 1440 * 2) / 1e4) * PRICES.tenThousandSecretCalls,
    logs: ((requests * LOGGED_KILOBYTES) / 1e6) * PRICES.loggedGigabyte,
  };
}

const dollars = (amount: number): string => (amount < 0.01 ? '< 0.01' : amount.toFixed(2));
const total = (parts: Readonly<Record<string, number>>): number =>
  Object.values(parts).reduce((sum, part) => sum + part, 0);

export function costTable(): string {
  const rows = [1_000, 10_000, 100_000].map((users) => {
    const steady = month(users);
    const parts = costs(steady, users, TIMER_RUNS);
    const first = initialCycle(users);
    const cells = [
      users.toLocaleString('en'),
      Math.round(steady.requests).toLocaleString('en'),
      ...Object.values(parts).map(dollars),
      `**${dollars(total(parts))}**`,
      `${first.requests.toLocaleString('en')}, ${dollars(total(costs(first, 0, 0)))}`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '| users | requests a month | Cosmos DB requests | stored data | Functions | Key Vault | logs | a month | initial cycle, once |',
    '|---|---|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

if (process.argv[1] === import.meta.filename) console.log(costTable());
