/**
 * Command lines for a shell that has RINGROUND_URL and RINGROUND_API_KEY; ids come from the answers before. The numbers are
 * reserved for fiction: only the simulator of the phone service answers them.
 */

const AUTHORIZED = `-H "Authorization: Bearer $RINGROUND_API_KEY"`;

export const EXAMPLES = {
  startBatch: `curl -sS "$RINGROUND_URL/api/v1/providers/batch-call-async" \\
  ${AUTHORIZED} \\
  -H "Content-Type: application/json" \\
  -H "Idempotency-Key: job-4711" \\
  -d '{
    "serviceRequest": {
      "title": "Leaking toilet",
      "serviceNeeded": "plumbing",
      "location": "Greenville SC",
      "criteria": ["licensed"],
      "urgency": "within_2_days"
    },
    "providers": [
      { "name": "Acme Plumbing", "phone": "(864) 555-0100" },
      { "name": "Baker Pipes", "phone": "(864) 555-0103" }
    ],
    "options": { "maxAttempts": 1 }
  }'`,

  getBatchStatus: `until grep -qs '"isFinal":true' status.json; do
  curl -sS "$RINGROUND_URL/api/v1/providers/batch-status/$SERVICE_REQUEST_ID" \\
    ${AUTHORIZED} \\
    --etag-compare status.etag --etag-save status.etag -o status.json
  sleep 2
done`,

  getResults: `curl -sS "$RINGROUND_URL/api/v1/providers/batch-status/$SERVICE_REQUEST_ID/results.csv" \\
  ${AUTHORIZED} -o results.csv`,

  retryBatch: `curl -sS "$RINGROUND_URL/api/v1/batches/$EXECUTION_ID/retry" \\
  ${AUTHORIZED} \\
  -H "Content-Type: application/json" \\
  -d '{ "outcomes": ["busy", "no_answer"] }'`,

  cancelBatch: `curl -sS -X POST "$RINGROUND_URL/api/v1/batches/$EXECUTION_ID/cancel" \\
  ${AUTHORIZED}`,
} as const;
