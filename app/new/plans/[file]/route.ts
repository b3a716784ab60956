import { CALLING_CODES, planOf } from "@/lib/phones/numbering-plans";

export const dynamic = "force-static";
export const dynamicParams = false;

/** One file per calling code, written at build time: `/new/plans/44.json`. Public, like the plans themselves. */
export function generateStaticParams(): { file: string }[] {
  return CALLING_CODES.map((code) => ({ file: `${code}.json` }));
}

/** The numbering plans of a calling code, for the form that reads numbers as they are typed. */
export async function GET(_: Request, { params }: { params: Promise<{ file: string }> }) {
  const { file } = await params;
  const plan = planOf(file.replace(/\.json$/, ""));
  return plan ? Response.json(plan) : new Response(null, { status: 404 });
}
