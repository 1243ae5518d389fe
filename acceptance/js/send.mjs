// node send.mjs URL COUNT: sends COUNT traces of three spans over OTLP/HTTP JSON, gzipped, and prints "traceId spanId name" of each span.
import { SpanKind, SpanStatusCode, context, trace } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BasicTracerProvider, BatchSpanProcessor } from "@opentelemetry/sdk-trace-base";

const [url, count] = [process.argv[2], Number(process.argv[3])];
const exporter = new OTLPTraceExporter({ url, compression: "gzip" });
const provider = new BasicTracerProvider({
  resource: resourceFromAttributes({ "service.name": "js-shop", "process.pid": process.pid }),
  spanProcessors: [new BatchSpanProcessor(exporter, { maxQueueSize: 100_000, maxExportBatchSize: 200 })],
});
const tracer = provider.getTracer("acceptance", "1.0.0");

function print(span) {
  const { traceId, spanId } = span.spanContext();
  console.log(`${traceId} ${spanId} ${span.name}`);
}

for (let i = 0; i < count; i++) {
  const root = tracer.startSpan("GET /js", {
    kind: SpanKind.SERVER,
    attributes: { "http.route": "/js", "loop.index": i, ratio: (i + 0.5) / 3, cached: i % 2 === 0, tags: ["a", "b"] },
  });
  const inside = trace.setSpan(context.active(), root);
  const child = tracer.startSpan("SELECT js", { kind: SpanKind.CLIENT, attributes: { "db.system.name": "sqlite" } }, inside);
  child.addEvent("row", { n: i });
  if (i % 7 === 0) child.setStatus({ code: SpanStatusCode.ERROR, message: "no such table" });
  child.end();
  const linked = tracer.startSpan("send js", { kind: SpanKind.PRODUCER, links: [{ context: root.spanContext() }] }, inside);
  linked.end();
  root.end();
  [root, child, linked].forEach(print);
}
await provider.forceFlush();
await provider.shutdown();
