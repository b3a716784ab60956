import postgres, { type Sql } from "postgres";

/** One call of a database function, with every statement inside it explained. */
export type ReadCost = {
  name: string;
  ms: number;
  /** Most rows of a table that one scan looked at. */
  mostRows: number;
  /** Whole reads of a table that grows with the deployment. */
  wholeReads: string[];
};

/** They have a row or more for each call ever made; no page and no claim may read one of them from end to end. */
const GROWING = ["attempts", "providers", "call_events"];

type PlanNode = {
  "Node Type": string;
  "Relation Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  Plans?: PlanNode[];
};

function* nodesOf(node: PlanNode): Generator<PlanNode> {
  yield node;
  for (const child of node.Plans ?? []) yield* nodesOf(child);
}

const rowsRead = (node: PlanNode): number =>
  (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0)) * node["Actual Loops"];

export type Caller = { role: "service_role" } | { role: "authenticated"; userId: string };
export type Asked = { name: string; caller: Caller; query: string };

/** Connects as the superuser and tells what each function call reads; what it writes is undone. */
export function openPlans(adminUrl: string) {
  let plans: PlanNode[] = [];
  const sql = postgres(adminUrl, {
    max: 1,
    onnotice: ({ message = "" }) => {
      const json = /plan:\n([\s\S]*)$/.exec(message)?.[1];
      if (json) plans.push((JSON.parse(json) as { Plan: PlanNode }).Plan);
    },
  });
  const prepared = prepare(sql);

  /** The first call fills the caches, as a running deployment has done; the second is timed, the third explained. */
  async function cost({ name, caller, query }: Asked): Promise<ReadCost> {
    await prepared;
    await sql`set auto_explain.log_min_duration = -1`;
    await run(sql, caller, query);
    const ms = await run(sql, caller, query);
    await sql`set auto_explain.log_min_duration = 0`;
    plans = [];
    await run(sql, caller, query);
    const nodes = plans.flatMap((plan) => [...nodesOf(plan)]);
    return {
      name,
      ms,
      mostRows: Math.max(
        0,
        ...nodes.filter((node) => node["Relation Name"]).map((node) => rowsRead(node)),
      ),
      wholeReads: nodes
        .filter(
          (node) =>
            node["Node Type"] === "Seq Scan" && GROWING.includes(node["Relation Name"] ?? ""),
        )
        .map((node) => `${node["Relation Name"]} (${rowsRead(node)} rows)`),
    };
  }

  return { cost, close: () => sql.end() };
}

async function prepare(sql: Sql): Promise<void> {
  await sql.unsafe(`
    load 'auto_explain';
    set auto_explain.log_nested_statements = on;
    set auto_explain.log_analyze = on;
    set auto_explain.log_timing = off;
    set auto_explain.log_format = json;
    set auto_explain.log_level = notice`);
}

class Undo extends Error {}

async function run(sql: Sql, caller: Caller, query: string): Promise<number> {
  let ms = 0;
  const userId = "userId" in caller ? { sub: caller.userId } : {};
  const claims = JSON.stringify({ role: caller.role, ...userId });
  await sql
    .begin(async (tx) => {
      await tx`select set_config('role', ${caller.role}, true), set_config('request.jwt.claims', ${claims}, true)`;
      const start = performance.now();
      await tx.unsafe(query);
      ms = performance.now() - start;
      throw new Undo();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error;
    });
  return ms;
}
