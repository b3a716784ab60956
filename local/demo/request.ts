/**
 * What the demo asks for. The last two digits decide how a call goes (table in local/vapi/README.md);
 * the numbers are of the block that is reserved for fiction, so they reach nobody anywhere.
 */
export const DEMO_BATCH = {
  serviceRequest: {
    title: "Leaking toilet",
    serviceNeeded: "plumbing",
    description: "The toilet in the upstairs bathroom leaks at the base when it is flushed.",
    location: "Greenville, SC",
    criteria: ["licensed and insured", "can come within two days"],
    urgency: "within_2_days",
    clientName: "Dana Miller",
  },
  providers: [
    { name: "Reedy River Plumbing", phone: "(864) 555-0100" },
    { name: "Palmetto Pipe & Drain", phone: "(864) 555-0101" },
    { name: "Swamp Rabbit Plumbers", phone: "(864) 555-0142" },
    { name: "Paris Mountain Plumbing", phone: "(864) 555-0102" },
    { name: "Augusta Road Plumbing", phone: "(864) 555-0103" },
    { name: "West End Rooter", phone: "(864) 555-0104" },
    { name: "Blue Ridge Water Works", phone: "(864) 555-0105" },
    { name: "Old Mill Plumbing", phone: "(864) 555-0106" },
  ],
  // One dial each: a second round would only wait for businesses that do not answer here either.
  options: { maxAttempts: 1 },
} as const;
