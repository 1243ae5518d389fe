package dev.hopwise.measure.ledger;

import dev.hopwise.measure.MeasureLimits;
import dev.hopwise.measure.TextTable;
import dev.hopwise.measure.Utf8;
import dev.hopwise.model.Resource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Services and their keys, within the limits. Finding allocates nothing. Not thread-safe.
final class KeyTable {

  static final byte[] OTHER = MeasureLimits.OTHER.getBytes(StandardCharsets.UTF_8);
  static final int OTHER_SERVICE = 0;

  private static final byte[] UNKNOWN_SERVICE =
      Resource.UNKNOWN_SERVICE.getBytes(StandardCharsets.UTF_8);
  private static final int NO_OWNER = 0;
  private static final int SCOPES = LedgerScope.COUNT;

  private final LedgerLimits limits;
  private TextTable services = new TextTable();
  private TextTable keys = new TextTable();
  private List<ServiceCounts> byService = new ArrayList<>();
  private List<KeyCounts> byKey = new ArrayList<>();
  private int plainKeys;

  KeyTable(LedgerLimits limits) {
    this.limits = limits;
    addService(OTHER, 0, OTHER.length);
  }

  int serviceCount() {
    return byService.size();
  }

  ServiceCounts service(int number) {
    return byService.get(number);
  }

  String serviceName(int number) {
    return services.text(number);
  }

  byte[] serviceBytes(int number) {
    return services.bytes(number);
  }

  int keyCount() {
    return byKey.size();
  }

  /// How many keys are counted one by one.
  int plainKeys() {
    return plainKeys;
  }

  KeyCounts key(int number) {
    return byKey.get(number);
  }

  int serviceOf(int key) {
    return keys.owner(key) / SCOPES;
  }

  LedgerScope scopeOf(int key) {
    return LedgerScope.ofNumber(keys.owner(key) % SCOPES);
  }

  String keyName(int number) {
    return keys.text(number);
  }

  byte[] keyBytes(int number) {
    return keys.bytes(number);
  }

  /// The service of that name; the overflow service where there is no room.
  ServiceCounts service(byte[] bytes, int offset, int length) {
    if (length == 0) {
      return service(UNKNOWN_SERVICE, 0, UNKNOWN_SERVICE.length);
    }
    int cut = Utf8.cut(bytes, offset, length, limits.keyBytesMax());
    int known = services.find(NO_OWNER, bytes, offset, cut);
    if (known >= 0) {
      return byService.get(known);
    }
    if (!Utf8.isValid(bytes, offset, cut)) {
      byte[] clean = Utf8.clean(bytes, offset, cut);
      return service(clean, 0, clean.length);
    }
    return byService.size() > limits.servicesMax()
        ? byService.get(OTHER_SERVICE)
        : addService(bytes, offset, cut);
  }

  /// The number of a key of a service, or -1 when there is no room for it.
  int find(ServiceCounts service, LedgerScope scope, byte[] bytes, int offset, int length) {
    int owner = service.number * SCOPES + scope.number();
    int cut =
        length < limits.keyBytesMax()
            ? length
            : Utf8.cut(bytes, offset, length, limits.keyBytesMax());
    int known = keys.find(owner, bytes, offset, cut);
    if (known >= 0) {
      return known;
    }
    if (service.keys >= limits.serviceKeysMax() || plainKeys >= limits.keysMax()) {
      return -1;
    }
    if (!Utf8.isValid(bytes, offset, cut)) {
      byte[] clean = Utf8.clean(bytes, offset, cut);
      return find(service, scope, clean, 0, clean.length);
    }
    service.keys++;
    plainKeys++;
    return addKey(owner, bytes, offset, cut);
  }

  /// The number of the key that stands for all that found no room: the service's own, or that of
  /// the overflow service where those have no room either.
  int overflow(ServiceCounts service, LedgerScope scope) {
    int owner = service.number * SCOPES + scope.number();
    int known = keys.find(owner, OTHER, 0, OTHER.length);
    if (known >= 0) {
      return known;
    }
    boolean room =
        service.number == OTHER_SERVICE || byKey.size() - plainKeys < limits.servicesMax();
    return room
        ? addKey(owner, OTHER, 0, OTHER.length)
        : overflow(byService.get(OTHER_SERVICE), scope);
  }

  boolean isOverflow(int key) {
    return Arrays.equals(keys.bytes(key), OTHER);
  }

  /// Gives up keys and services that were last seen before an hour.
  void expire(long firstHour) {
    TextTable oldServices = services;
    TextTable oldKeys = keys;
    List<ServiceCounts> oldByService = byService;
    List<KeyCounts> oldByKey = byKey;
    services = new TextTable();
    keys = new TextTable();
    byService = new ArrayList<>();
    byKey = new ArrayList<>();
    plainKeys = 0;
    int[] moved = new int[oldByService.size()];
    for (int old = 0; old < moved.length; old++) {
      moved[old] = -1;
      ServiceCounts service = oldByService.get(old);
      if (old == OTHER_SERVICE || service.totals.lastHour() >= firstHour) {
        byte[] name = oldServices.bytes(old);
        moved[old] = services.add(NO_OWNER, name, 0, name.length);
        byService.add(new ServiceCounts(moved[old], service));
      }
    }
    for (int old = 0; old < oldByKey.size(); old++) {
      int owner = oldKeys.owner(old);
      int service = moved[owner / SCOPES];
      if (service >= 0 && oldByKey.get(old).lastHour() >= firstHour) {
        byte[] name = oldKeys.bytes(old);
        int key = addKey(service * SCOPES + owner % SCOPES, name, 0, name.length);
        byKey.set(key, oldByKey.get(old));
        if (!isOverflow(key)) {
          plainKeys++;
          byService.get(service).keys++;
        }
      }
    }
  }

  private ServiceCounts addService(byte[] bytes, int offset, int length) {
    ServiceCounts service = new ServiceCounts(services.add(NO_OWNER, bytes, offset, length));
    byService.add(service);
    return service;
  }

  private int addKey(int owner, byte[] bytes, int offset, int length) {
    byKey.add(new KeyCounts());
    return keys.add(owner, bytes, offset, length);
  }
}
