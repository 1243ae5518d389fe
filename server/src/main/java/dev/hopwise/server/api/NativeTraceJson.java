package dev.hopwise.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hopwise.analyze.ClockSkew;
import dev.hopwise.analyze.CriticalPath;
import dev.hopwise.model.Event;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Kept;
import dev.hopwise.model.Link;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanId;
import dev.hopwise.model.SpanTree;
import dev.hopwise.query.TraceAnswer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The answer of `/api/v1/traces/{id}`.
final class NativeTraceJson {

  private final JsonGenerator json;
  private final TraceAnswer trace;
  private final SpanTree tree;
  private final ClockSkew clocks;
  private final Numbering<Resource> resources = new Numbering<>();
  private final Numbering<InstrumentationScope> scopes = new Numbering<>();

  NativeTraceJson(JsonGenerator json, TraceAnswer trace) {
    this.json = json;
    this.trace = trace;
    this.tree = trace.tree();
    this.clocks = ClockSkew.of(tree);
    for (int i = 0; i < tree.size(); i++) {
      resources.of(tree.span(i).resource());
      scopes.of(tree.span(i).scope());
    }
  }

  void write() throws IOException {
    json.writeStartObject();
    json.writeStringField("traceId", trace.id().hex());
    json.writeStringField("startUnixNanos", Long.toString(trace.startEpochNanos()));
    json.writeNumberField("durationNanos", trace.durationNanos());
    root();
    completeness();
    decision();
    NativeSearchJson.services(json, trace.services());
    resources();
    scopes();
    json.writeArrayFieldStart("spans");
    for (int i = 0; i < tree.size(); i++) {
      span(i);
    }
    json.writeEndArray();
    criticalPath(CriticalPath.of(tree, trace.root(), clocks));
    clocks();
    texts("warnings", trace.warnings());
    json.writeNumberField("truncatedSpans", trace.truncatedSpans());
    json.writeEndObject();
  }

  /// Null where nobody decided: the trace was stored as it came.
  private void decision() throws IOException {
    Kept kept = trace.kept();
    if (kept.rule().isEmpty()) {
      json.writeNullField("decision");
      return;
    }
    json.writeObjectFieldStart("decision");
    json.writeStringField("decision", "keep");
    json.writeStringField("rule", kept.rule());
    json.writeStringField("trigger", kept.trigger());
    json.writeNumberField("probability", kept.inclusionProbability());
    json.writeStringField("windowId", kept.windowId());
    json.writeStringField("reason", KeptWords.of(kept));
    json.writeEndObject();
  }

  private void root() throws IOException {
    if (trace.root() == SpanTree.NONE) {
      json.writeNullField("root");
      return;
    }
    Span root = tree.span(trace.root());
    json.writeObjectFieldStart("root");
    json.writeNumberField("span", trace.root());
    json.writeStringField("service", root.serviceName());
    json.writeStringField("name", root.name());
    json.writeEndObject();
  }

  private void completeness() throws IOException {
    json.writeObjectFieldStart("completeness");
    json.writeStringField("state", state());
    List<String> reasons = new ArrayList<>(trace.incomplete());
    reasons.addAll(trace.late());
    texts("reasons", reasons);
    json.writeEndObject();
  }

  private String state() {
    if (!trace.incomplete().isEmpty()) {
      return "partial";
    }
    return trace.late().isEmpty() ? "complete" : "late";
  }

  private void texts(String name, Iterable<String> texts) throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  private void resources() throws IOException {
    json.writeArrayFieldStart("resources");
    for (Resource resource : resources.all()) {
      json.writeStartObject();
      json.writeStringField("service", resource.serviceName());
      AttributeJson.field(json, resource.attributes());
      json.writeStringField("schemaUrl", resource.schemaUrl());
      json.writeNumberField("droppedAttributesCount", unsigned(resource.droppedAttributesCount()));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void scopes() throws IOException {
    json.writeArrayFieldStart("scopes");
    for (InstrumentationScope scope : scopes.all()) {
      json.writeStartObject();
      json.writeStringField("name", scope.name());
      json.writeStringField("version", scope.version());
      AttributeJson.field(json, scope.attributes());
      json.writeStringField("schemaUrl", scope.schemaUrl());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void span(int index) throws IOException {
    Span span = tree.span(index);
    json.writeStartObject();
    json.writeStringField("spanId", SpanId.hex(span.spanId()));
    json.writeStringField("parentSpanId", span.isRoot() ? null : SpanId.hex(span.parentSpanId()));
    if (tree.parent(index) == SpanTree.NONE) {
      json.writeNullField("parent");
    } else {
      json.writeNumberField("parent", tree.parent(index));
    }
    json.writeNumberField("depth", tree.depth(index));
    json.writeStringField("name", span.name());
    json.writeStringField("kind", span.kind().name());
    json.writeNumberField("startOffsetNanos", offset(span.startEpochNanos()));
    json.writeNumberField("durationNanos", span.durationNanos());
    if (clocks.shiftNanos(index) != 0) {
      json.writeNumberField("clockShiftNanos", clocks.shiftNanos(index));
    }
    json.writeObjectFieldStart("status");
    json.writeStringField("code", span.status().code().name());
    json.writeStringField("message", span.status().message());
    json.writeEndObject();
    json.writeNumberField("resource", resources.of(span.resource()));
    json.writeNumberField("scope", scopes.of(span.scope()));
    AttributeJson.field(json, span.attributes());
    json.writeNumberField("droppedAttributesCount", unsigned(span.droppedAttributesCount()));
    events(span);
    links(span);
    json.writeStringField("traceState", span.traceState());
    json.writeNumberField("flags", unsigned(span.flags()));
    if (span.kept().inclusionProbability() != 1) {
      json.writeNumberField("inclusionProbability", span.kept().inclusionProbability());
    }
    json.writeEndObject();
  }

  private void events(Span span) throws IOException {
    json.writeArrayFieldStart("events");
    for (Event event : span.events()) {
      json.writeStartObject();
      json.writeNumberField("offsetNanos", offset(event.epochNanos()));
      json.writeStringField("name", event.name());
      AttributeJson.field(json, event.attributes());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("droppedEventsCount", unsigned(span.droppedEventsCount()));
  }

  private void links(Span span) throws IOException {
    json.writeArrayFieldStart("links");
    for (Link link : span.links()) {
      json.writeStartObject();
      json.writeStringField("traceId", link.traceId().hex());
      json.writeStringField("spanId", SpanId.hex(link.spanId()));
      json.writeStringField("traceState", link.traceState());
      AttributeJson.field(json, link.attributes());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("droppedLinksCount", unsigned(span.droppedLinksCount()));
  }

  private void criticalPath(CriticalPath path) throws IOException {
    json.writeObjectFieldStart("criticalPath");
    json.writeArrayFieldStart("segments");
    for (CriticalPath.Segment segment : path.segments()) {
      json.writeStartObject();
      json.writeNumberField("span", segment.span());
      json.writeNumberField("startOffsetNanos", offset(segment.startEpochNanos()));
      json.writeNumberField("durationNanos", segment.durationNanos());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("totalNanos", path.totalNanos());
    json.writeEndObject();
  }

  private void clocks() throws IOException {
    json.writeArrayFieldStart("clocks");
    for (ClockSkew.MovedClock clock : clocks.moved()) {
      json.writeStartObject();
      json.writeStringField("name", clock.name());
      texts("services", clock.services());
      json.writeNumberField("shiftNanos", clock.shiftNanos());
      json.writeNumberField("calls", clock.calls());
      json.writeNumberField("fitting", clock.fitting());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private long offset(long epochNanos) {
    return epochNanos - trace.startEpochNanos();
  }

  private static long unsigned(int value) {
    return Integer.toUnsignedLong(value);
  }
}
