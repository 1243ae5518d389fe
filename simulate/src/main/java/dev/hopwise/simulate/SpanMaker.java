package dev.hopwise.simulate;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Event;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Link;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.Status;
import dev.hopwise.model.StatusCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes spans of visits: words, resource, clock of the host, exception.
final class SpanMaker {

  private static final int SAMPLED_AND_RANDOM = 0x3;
  private static final int PARENT_IS_KNOWN = 0x100;
  private static final int PARENT_IS_REMOTE = 0x200;

  private final Schedule schedule;
  private final Wording wording;
  private final String traceState;
  private final Map<Place, Resource> resources = new HashMap<>();
  private final Map<String, InstrumentationScope> scopes = new HashMap<>();

  /// @param traceState of every span, empty when the head sampled nothing out
  SpanMaker(Topology.Index index, Schedule schedule, String traceState) {
    this.schedule = schedule;
    this.traceState = traceState;
    wording = new Wording(index);
  }

  Span span(Visit visit, String tenant) {
    Wording.Said said = wording.of(visit, tenant);
    Place place = visit.place();
    Visit.Position position = visit.position();
    long skew = skew(place.service().name(), visit.start());
    @Nullable Link link = position.link();
    return new Span(
        position.traceId(),
        position.spanId(),
        position.parentSpanId(),
        traceState,
        flags(position),
        said.name(),
        visit.kind(),
        visit.start() + skew,
        visit.end() + skew,
        withUnbounded(said.attributes(), place.service().name(), visit),
        0,
        visit.thrown() ? List.of(exception(visit, visit.end() + skew)) : List.of(),
        0,
        link == null ? List.of() : List.of(link),
        0,
        visit.error() == null ? Status.UNSET : new Status(StatusCode.ERROR, ""),
        resources.computeIfAbsent(place, this::resource),
        scopes.computeIfAbsent(place.service().language(), SpanMaker::scope));
  }

  private static int flags(Visit.Position position) {
    return SAMPLED_AND_RANDOM | PARENT_IS_KNOWN | (position.remote() ? PARENT_IS_REMOTE : 0);
  }

  private long skew(String service, long at) {
    long skew = 0;
    for (Fault fault : schedule.faults()) {
      if (fault instanceof Fault.Skew skewed
          && skewed.service().equals(service)
          && schedule.isOn(fault, at)) {
        skew += skewed.by().toNanos();
      }
    }
    return skew;
  }

  private Attributes withUnbounded(Attributes attributes, String service, Visit visit) {
    Attributes all = attributes;
    for (Fault fault : schedule.faults()) {
      if (fault instanceof Fault.UnboundedAttribute unbounded
          && unbounded.service().equals(service)
          && schedule.isOn(fault, visit.start())) {
        all = all.with(unbounded.key(), AttributeValue.of(Wording.unique(visit.salt())));
      }
    }
    return all;
  }

  private static Event exception(Visit visit, long at) {
    return new Event(
        at,
        "exception",
        Attributes.of(
            text("exception.type", String.valueOf(visit.error())),
            text("exception.message", "request " + Wording.unique(visit.salt()) + " failed")),
        0);
  }

  private Resource resource(Place place) {
    Service service = place.service();
    String version = place.version();
    long bits = Dice.mix(service.name().hashCode() * 31L + version.hashCode() + place.instance());
    String pod =
        service.name() + "-" + Long.toString(bits & 0xff_ffff, 36) + "-" + place.instance();
    String environment =
        service.conventions() == Conventions.STABLE
            ? "deployment.environment.name"
            : "deployment.environment";
    List<Attribute> all = new ArrayList<>();
    all.add(text("service.name", service.name()));
    all.add(text("service.namespace", "shop"));
    all.add(text("service.version", version));
    all.add(text("service.instance.id", Wording.unique(bits)));
    all.add(text(environment, "simulation"));
    all.add(text("host.name", host(service, bits)));
    all.add(text("k8s.pod.name", pod));
    all.add(text("telemetry.sdk.language", service.language()));
    all.add(text("telemetry.sdk.name", "opentelemetry"));
    all.add(text("telemetry.sdk.version", "1.50.0"));
    return new Resource(Attributes.of(all), 0, "");
  }

  /// One of sixteen; a service with a clock of its own has a machine of its own.
  private String host(Service service, long bits) {
    boolean skewed =
        schedule.faults().stream()
            .anyMatch(
                fault -> fault instanceof Fault.Skew skew && skew.service().equals(service.name()));
    return skewed ? "node-" + service.name() : "node-" + (bits >>> 60);
  }

  private static InstrumentationScope scope(String language) {
    return new InstrumentationScope("hopwise.simulate." + language, "1", Attributes.EMPTY, 0, "");
  }

  private static Attribute text(String key, String value) {
    return new Attribute(key, AttributeValue.of(value));
  }
}
