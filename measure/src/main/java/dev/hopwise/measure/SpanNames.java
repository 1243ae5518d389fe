package dev.hopwise.measure;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Numbers the services and their span names, within the limits.
///
/// A service's first {@link MeasureLimits#plainNamesMax} names stand as they are. A later one is
/// templated; if its template is new, it needs a place among {@link MeasureLimits#namesMax}, else
/// the span counts under {@link MeasureLimits#OTHER}. Names seen before keep their number.
///
/// Finding a known name allocates nothing, and neither does folding one. Not thread-safe.
final class SpanNames {

  private static final byte[] OTHER = MeasureLimits.OTHER.getBytes(StandardCharsets.UTF_8);
  private static final int NO_OWNER = 0;
  private static final int EXAMPLE_BYTES_MAX = 100;
  private static final int MISSING = -1;

  private final MeasureLimits limits;
  private final TextTable services = new TextTable();
  private final TextTable names = new TextTable();
  private final NameTemplate template;
  private final List<ServiceNames> byService = new ArrayList<>();
  private long foldedServiceSpans;

  /// What is known about one service's names.
  private static final class ServiceNames {
    /// The number of {@link MeasureLimits#OTHER}.
    final int other;

    int count;
    long templatedSpans;
    long otherSpans;
    byte[] example = new byte[0];

    ServiceNames(int other) {
      this.other = other;
    }
  }

  SpanNames(MeasureLimits limits) {
    this.limits = limits;
    this.template = new NameTemplate(limits.labelBytesMax());
    addService(OTHER, 0, OTHER.length);
  }

  /// How many services there are, the overflow service included, which is number 0.
  int serviceCount() {
    return services.count();
  }

  /// How many names there are.
  int count() {
    return names.count();
  }

  /// The service of a name.
  int serviceOf(int name) {
    return names.owner(name);
  }

  String service(int service) {
    return services.text(service);
  }

  /// The service's text, not to be written to.
  byte[] serviceBytes(int service) {
    return services.bytes(service);
  }

  String name(int name) {
    return names.text(name);
  }

  /// The number of a service, given its name as sent.
  int service(byte[] bytes, int offset, int length) {
    int cut = Utf8.cut(bytes, offset, length, limits.labelBytesMax());
    int known = services.find(NO_OWNER, bytes, offset, cut);
    return known >= 0 ? known : newService(bytes, offset, cut);
  }

  private int newService(byte[] bytes, int offset, int length) {
    if (!Utf8.isValid(bytes, offset, length)) {
      byte[] clean = Utf8.clean(bytes, offset, length);
      return service(clean, 0, clean.length);
    }
    return services.count() > limits.servicesMax() ? 0 : addService(bytes, offset, length);
  }

  private int addService(byte[] bytes, int offset, int length) {
    int service = services.add(NO_OWNER, bytes, offset, length);
    byService.add(new ServiceNames(names.add(service, OTHER, 0, OTHER.length)));
    return service;
  }

  /// The number of a service's span name as it is measured, or -1 when nothing of it was measured.
  /// Counts and adds nothing.
  int find(int service, byte[] bytes, int offset, int length) {
    int cut = Utf8.cut(bytes, offset, length, limits.labelBytesMax());
    int known = names.find(service, bytes, offset, cut);
    if (known >= 0) {
      return known;
    }
    ServiceNames all = byService.get(service);
    if (service != 0 && all.count < limits.plainNamesMax()) {
      return MISSING;
    }
    template.of(bytes, offset, length);
    int folded = names.find(service, template.bytes(), 0, template.length());
    return folded >= 0 ? folded : all.other;
  }

  /// The number under which a span of that name is measured; counts it where it is folded.
  int numberOf(int service, byte[] bytes, int offset, int length) {
    int cut =
        length < limits.labelBytesMax()
            ? length
            : Utf8.cut(bytes, offset, length, limits.labelBytesMax());
    int known = names.find(service, bytes, offset, cut);
    return known >= 0 ? known : newName(service, bytes, offset, length, cut);
  }

  /// The number of the service's overflow name.
  int otherOf(int service) {
    return byService.get(service).other;
  }

  /// Counts a span that is measured under the overflow name for want of a series.
  void countOther(int service) {
    byService.get(service).otherSpans++;
  }

  private int newName(int service, byte[] bytes, int offset, int length, int cut) {
    ServiceNames all = byService.get(service);
    if (service == 0) {
      foldedServiceSpans++;
      return all.other;
    }
    if (all.count >= limits.plainNamesMax()) {
      return templated(service, all, bytes, offset, length);
    }
    if (!Utf8.isValid(bytes, offset, cut)) {
      byte[] clean = Utf8.clean(bytes, offset, cut);
      return numberOf(service, clean, 0, clean.length);
    }
    all.count++;
    return names.add(service, bytes, offset, cut);
  }

  private int templated(int service, ServiceNames all, byte[] bytes, int offset, int length) {
    if (all.example.length == 0) {
      int shown = Utf8.cut(bytes, offset, length, EXAMPLE_BYTES_MAX);
      all.example = Arrays.copyOfRange(bytes, offset, offset + shown);
    }
    template.of(bytes, offset, length);
    int known = names.find(service, template.bytes(), 0, template.length());
    if (known < 0
        && all.count < limits.namesMax()
        && Utf8.isValid(template.bytes(), 0, template.length())) {
      all.count++;
      known = names.add(service, template.bytes(), 0, template.length());
    }
    if (known < 0) {
      all.otherSpans++;
      return all.other;
    }
    all.templatedSpans++;
    return known;
  }

  /// The services that had more names than stand as they are.
  List<FoldedNames> folded() {
    List<FoldedNames> folded = new ArrayList<>();
    if (foldedServiceSpans > 0) {
      folded.add(new FoldedNames(MeasureLimits.OTHER, "", 0, 0, foldedServiceSpans));
    }
    for (int service = 1; service < byService.size(); service++) {
      ServiceNames all = byService.get(service);
      if (all.templatedSpans + all.otherSpans > 0) {
        folded.add(
            new FoldedNames(
                services.text(service),
                new String(all.example, StandardCharsets.UTF_8),
                all.count,
                all.templatedSpans,
                all.otherSpans));
      }
    }
    return folded;
  }
}
