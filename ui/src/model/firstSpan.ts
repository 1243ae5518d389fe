/** Where OTLP is received unless the server says otherwise. */
const DEFAULT_HTTP_PORT = 4318;

/** What to paste to see a first span: for a service with an OpenTelemetry SDK, and for a shell. */
export function firstSpanLines(
  host: string,
  httpPort = DEFAULT_HTTP_PORT,
): { readonly service: string; readonly curl: string } {
  const endpoint = `http://${host.includes(":") ? `[${host}]` : host}:${httpPort}`;
  const span = [
    `"traceId":"'$(printf %032x $(date +%s))'"`,
    `"spanId":"00000000000000a1"`,
    `"name":"hello"`,
    `"kind":2`,
    `"startTimeUnixNano":"'$(date +%s)'000000000"`,
    `"endTimeUnixNano":"'$(date +%s)'250000000"`,
  ].join(",");
  const resource = `"attributes":[{"key":"service.name","value":{"stringValue":"first"}}]`;
  return {
    service: [
      `export OTEL_EXPORTER_OTLP_ENDPOINT=${endpoint}`,
      "export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
      "export OTEL_SERVICE_NAME=my-service",
    ].join("\n"),
    curl:
      `curl -H 'content-type: application/json' ${endpoint}/v1/traces -d '` +
      `{"resourceSpans":[{"resource":{${resource}},"scopeSpans":[{"spans":[{${span}}]}]}]}'`,
  };
}
