// node sample.mjs ENDPOINT SERVICE POLL_MILLIS: reads numbers from its input, a line each; starts so many traces and prints how many of them the sampler keeps.
import { createInterface } from "node:readline";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { JaegerRemoteSampler } from "@opentelemetry/sampler-jaeger-remote";
import { AlwaysOffSampler, BasicTracerProvider } from "@opentelemetry/sdk-trace-base";

const [endpoint, serviceName, pollMillis] = process.argv.slice(2);
const sampler = new JaegerRemoteSampler({
  endpoint,
  serviceName,
  poolingInterval: Number(pollMillis),
  initialSampler: new AlwaysOffSampler(),
});
const provider = new BasicTracerProvider({ resource: resourceFromAttributes({ "service.name": serviceName }), sampler });
const tracer = provider.getTracer("acceptance", "1.0.0");

for await (const line of createInterface({ input: process.stdin })) {
  const [count, name] = line.split(" ");
  let kept = 0;
  for (let i = 0; i < Number(count); i++) {
    const span = tracer.startSpan(name);
    if (span.isRecording()) kept++;
    span.end();
  }
  console.log(kept);
}
process.exit(0);
