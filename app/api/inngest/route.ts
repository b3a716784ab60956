import { serve } from "inngest/next";
import { functions } from "@/inngest";
import { inngest } from "@/inngest/client";
import { otherMethods } from "../other-methods";

// The longest step is a dial (15 s) between two database calls; 300 s is what every Vercel plan allows.
export const maxDuration = 300;

export const { GET, POST, PUT } = serve({ client: inngest, functions });

export const { PATCH, DELETE, OPTIONS } = otherMethods("GET", "POST", "PUT");
